using System.Reflection;
using System.Reflection.Emit;

namespace IonSweep.Layers;

/// <summary>Which types a compiled type uses: in its signatures and in the code of its methods, those of nested types included.</summary>
internal static class UsedTypes
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>Types of the same assembly that a type uses, each as its outermost type; itself is not among them.</summary>
    public static IEnumerable<Type> Of(Type type)
    {
        HashSet<Type> used = [];
        foreach (Type one in WithNested(type)) Add(one, used);
        return used.Select(Outermost).Where(other => other.Assembly == type.Assembly && other != type).Distinct();
    }

    private static IEnumerable<Type> WithNested(Type type) => type.GetNestedTypes(All).SelectMany(WithNested).Prepend(type);

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static void Add(Type type, HashSet<Type> used)
    {
        Note(type.BaseType, used);
        foreach (Type implemented in type.GetInterfaces()) Note(implemented, used);
        foreach (FieldInfo field in type.GetFields(All)) Note(field.FieldType, used);
        foreach (MethodBase method in type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)))
        {
            if (method is MethodInfo { ReturnType: { } returned }) Note(returned, used);
            foreach (ParameterInfo parameter in method.GetParameters()) Note(parameter.ParameterType, used);
            if (method.GetMethodBody() is not { } body) continue;
            foreach (LocalVariableInfo local in body.LocalVariables) Note(local.LocalType, used);
            foreach (MemberInfo member in Named(method, body.GetILAsByteArray()!))
            {
                Note(member as Type ?? member.DeclaringType, used);
                if (member is MethodInfo { IsGenericMethod: true } generic) foreach (Type argument in generic.GetGenericArguments())
                    Note(argument, used);
            }
        }
    }

    private static void Note(Type? type, HashSet<Type> used)
    {
        if (type is null || type.IsGenericParameter) return;
        if (type.HasElementType) Note(type.GetElementType(), used);
        else if (used.Add(type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type) || type.IsConstructedGenericType)
            foreach (Type argument in type.GenericTypeArguments) Note(argument, used);
    }

    /// <summary>Members that a method's code names.</summary>
    private static IEnumerable<MemberInfo> Named(MethodBase method, byte[] code)
    {
        Type[]? ofType = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null,
            ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (int at = 0; at < code.Length;)
        {
            short value = code[at++];
            if (value == 0xfe) value = (short)(0xfe00 | code[at++]);
            OpCode instruction = Codes[value];
            switch (instruction.OperandType)
            {
                case OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok:
                    if (method.Module.ResolveMember(BitConverter.ToInt32(code, at), ofType, ofMethod) is { } member) yield return member;
                    at += 4;
                    break;
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    at++;
                    break;
                case OperandType.InlineVar:
                    at += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    at += 8;
                    break;
                case OperandType.InlineSwitch:
                    at += 4 + 4 * BitConverter.ToInt32(code, at);
                    break;
                default:
                    at += 4;
                    break;
            }
        }
    }
}
