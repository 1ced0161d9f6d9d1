using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IonSweep.Spectra.Preprocessing;

namespace IonSweep.Sweeps.Serialization;

/// <summary>
/// How every record of this project is written as JSON, in artifacts, over HTTP and between grains alike: camel-case keys,
/// enumerations as camel-case strings, NaN and infinities as the strings "NaN", "Infinity" and "-Infinity".
/// </summary>
public static class SweepJson
{
    /// <summary>One line, for messages.</summary>
    public static JsonSerializerOptions Compact { get; } = Make(indented: false);

    /// <summary>Indented, for artifacts that people read.</summary>
    public static JsonSerializerOptions Indented { get; } = Make(indented: true);

    private static JsonSerializerOptions Make(bool indented)
    {
        JsonSerializerOptions options = new(JsonSerializerDefaults.General)
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            WriteIndented = indented,
            NewLine = "\n",
            MaxDepth = 32,
            AllowOutOfOrderMetadataProperties = true, // people write a step's kind where they like
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // "Zn2+" stays as it is; HTML is encoded where HTML is written
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        };
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Extend, TellStepsByKind } };
        options.MakeReadOnly();
        return options;
    }

    private static void Extend(JsonTypeInfo type)
    {
        if (type.Type.IsAssignableTo(typeof(IExtensibleRecord)))
            type.Type.GetMethod(nameof(IExtensibleRecord.Extend), BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [type]);
    }

    private static void TellStepsByKind(JsonTypeInfo type)
    {
        if (!type.Type.IsAssignableTo(typeof(PreprocessingStep))) return;
        for (int p = type.Properties.Count - 1; p >= 0; p--)
            if (type.Properties[p].Set is null) type.Properties.RemoveAt(p); // what it says of itself is no option
        if (type.Type != typeof(PreprocessingStep)) return;
        type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "kind" };
        foreach (PreprocessingStep step in PreprocessingCatalog.Close())
            type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(step.GetType(), step.Kind));
    }
}
