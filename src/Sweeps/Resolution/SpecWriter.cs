using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Resolution;

/// <summary>
/// Writes a spec as YAML with every key and a comment for each, so that a person sees all defaults; <see cref="SpecReader"/> reads it back.
/// </summary>
public static partial class SpecWriter
{
    private static readonly JsonSerializerOptions Quoted = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>YAML text that ends with a line break.</summary>
    public static string ToYaml(SweepSpec spec)
    {
        StringBuilder yaml = new();
        Write(yaml, JsonSerializer.SerializeToNode(spec, SweepJson.Compact)!.AsObject(), typeof(SweepSpec), "");
        return yaml.ToString();
    }

    /// <summary>
    /// YAML text of what a spec has beside its preset: the preset, the data and what differs. <see cref="SpecReader"/> reads it back;
    /// reasons of a shortened protocol, which are filled in anyway, are left out.
    /// </summary>
    public static string ToShortYaml(SweepSpec spec)
    {
        JsonObject own = JsonSerializer.SerializeToNode(spec, SweepJson.Compact)!.AsObject();
        JsonObject preset = JsonSerializer.SerializeToNode(SpecPresets.Get(spec.Preset), SweepJson.Compact)!.AsObject();
        if (spec.Data.Source == DataSources.Stored) // what is said of simulated data says nothing of it
            own["data"] = new JsonObject { ["source"] = spec.Data.Source, ["sha256"] = spec.Data.Sha256 };
        StringBuilder yaml = new($"preset: {Text(spec.Preset)}\n");
        foreach ((string key, JsonNode? value) in own)
        {
            if (key is "preset" or "shortened" || JsonNode.DeepEquals(value, preset[key])) continue;
            if (value is not JsonObject inner || preset[key] is not JsonObject usual || key == "folds")
            {
                yaml.Append(key).Append(": ").Append(Value(value!)).Append('\n');
                continue;
            }
            KeyValuePair<string, JsonNode?>[] different = [.. inner.Where(pair => !JsonNode.DeepEquals(pair.Value, usual[pair.Key]))];
            if (different.Length == 0) continue;
            yaml.Append(key).Append(":\n");
            foreach ((string name, JsonNode? one) in different)
                yaml.Append("  ").Append(name).Append(": ").Append(Value(one!)).Append('\n');
        }
        return yaml.ToString();
    }

    private static void Write(StringBuilder yaml, JsonObject node, Type type, string indent)
    {
        foreach (JsonPropertyInfo property in SweepJson.Compact.GetTypeInfo(type).Properties)
        {
            string comment = property.AttributeProvider!.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false)
                .Cast<DescriptionAttribute>().Single().Description
                .Replace("{presets}", string.Join(", ", SpecPresets.Names), StringComparison.Ordinal)
                .Replace("{models}", string.Join(", ", ModelCatalog.All.Select(family => family.Slug)), StringComparison.Ordinal)
                .Replace(
                    "{strategies}", string.Join(", ", StrategyCatalog.All.Select(strategy => strategy.Slug)), StringComparison.Ordinal);
            JsonNode value = node[property.Name]!;
            if (value is JsonObject inner && property.PropertyType != typeof(FoldChoice))
            {
                yaml.Append('\n').Append(indent).Append("# ").Append(comment).Append('\n').Append(indent).Append(property.Name)
                    .Append(":\n");
                Write(yaml, inner, property.PropertyType, indent + "  ");
            }
            else
            {
                string line = $"{indent}{property.Name}: {Value(value)}";
                yaml.Append(line).Append(' ', Math.Max(1, 36 - line.Length)).Append("# ").Append(comment).Append('\n');
            }
        }
    }

    private static string Value(JsonNode node) => node switch
    {
        JsonArray list => $"[{string.Join(", ", list.Select(item => Value(item!)))}]",
        JsonObject item => $"{{{string.Join(", ", item.Select(pair => $"{pair.Key}: {Value(pair.Value!)}"))}}}",
        _ => node.GetValueKind() == JsonValueKind.String ? Text(node.GetValue<string>()) : Number(node),
    };

    private static string Number(JsonNode node) => node.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? node.ToJsonString()
        : node.AsValue().TryGetValue(out double value) ? value.ToString("R", CultureInfo.InvariantCulture) : node.ToJsonString();

    /// <summary>Plain where YAML reads it as the same text, else in JSON's quotes, which YAML shares.</summary>
    private static string Text(string value) =>
        Plain().IsMatch(value) && value is not ("null" or "Null" or "NULL") ? value : JsonSerializer.Serialize(value, Quoted);

    [GeneratedRegex(@"\A[A-Za-z0-9_./+-]*[A-Za-z][A-Za-z0-9_./+-]*\z")]
    private static partial Regex Plain();
}
