using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

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
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // "Zn2+" stays as it is; HTML is encoded where HTML is written
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        };
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Extend } };
        options.MakeReadOnly();
        return options;
    }

    private static void Extend(JsonTypeInfo type)
    {
        if (type.Type.IsAssignableTo(typeof(IExtensibleRecord)))
            type.Type.GetMethod(nameof(IExtensibleRecord.Extend), BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [type]);
    }
}
