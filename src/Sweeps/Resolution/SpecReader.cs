using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace IonSweep.Sweeps.Resolution;

/// <summary>
/// Reads a spec from YAML or JSON (which is YAML). Strict: an unknown key, a wrong type or a value out of range is an error that
/// names the field and its line. Keys that are left out have the defaults of the preset named by <c>preset</c>.
/// </summary>
public static class SpecReader
{
    /// <summary>Most nested levels; a spec has two.</summary>
    private const int MaximumDepth = 16;

    /// <summary>Reads and validates a spec.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="source">Name of the file, for messages.</param>
    /// <exception cref="InvalidSpecException">Says field and line, what was found and what was expected.</exception>
    public static SweepSpec Read(string text, string source = "spec")
    {
        YamlNode root = Parse(text, source);
        JsonObject given = (JsonObject)ToJson(root, typeof(SweepSpec), "", source);
        try
        {
            return Complete(given);
        }
        catch (InvalidSpecException e) when (e.Line is null)
        {
            throw new InvalidSpecException(e.Field, e.Message, e) { Line = LineOf(root, e.Field) };
        }
    }

    /// <summary>An error that was found when the spec met its data, with the line of its field in the spec's text.</summary>
    /// <param name="error">Of a spec that was read from the text.</param>
    /// <param name="text">YAML or JSON that can be read.</param>
    public static InvalidSpecException Located(InvalidSpecException error, string text) => error.Line is not null ? error
        : new InvalidSpecException(error.Field, error.Message, error) { Line = LineOf(Parse(text, "spec"), error.Field) };

    private static SweepSpec Complete(JsonObject given)
    {
        string preset = given["preset"]?.GetValue<string>() ?? SpecPresets.Custom;
        JsonObject merged = JsonSerializer.SerializeToNode(SpecPresets.Get(preset), SweepJson.Compact)!.AsObject();
        Overlay(merged, given);
        SweepSpec spec = merged.Deserialize<SweepSpec>(SweepJson.Compact)!;
        SpecValidator.Validate(spec);
        return spec;
    }

    /// <summary>The line of a field such as <c>search.pipelines[0]</c>, or of what it stands in; null where none is there.</summary>
    private static int? LineOf(YamlNode root, string field)
    {
        int? line = null;
        YamlNode at = root;
        foreach (string part in field.Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
        {
            if (at is YamlSequenceNode list && int.TryParse(part.TrimEnd(']'), CultureInfo.InvariantCulture, out int i) && i >= 0
                && i < list.Children.Count) at = list.Children[i];
            else if (at is YamlMappingNode mapping
                && mapping.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode key && key.Value == part) is { Key: { } key } found)
            {
                line = (int)key.Start.Line; // a block begins after its key
                at = found.Value;
                continue;
            }
            else break;
            line = (int)at.Start.Line;
        }
        return line;
    }

    private static void Overlay(JsonObject target, JsonObject given)
    {
        foreach ((string key, JsonNode? value) in given)
            if (value is JsonObject inner && target[key] is JsonObject existing) Overlay(existing, inner);
            else target[key] = value?.DeepClone();
    }

    private static YamlNode Parse(string text, string source)
    {
        try
        {
            // Counted before the recursive load, so that no nesting can exhaust the stack.
            int depth = 0;
            Parser events = new(new StringReader(text));
            while (events.MoveNext())
            {
                depth += events.Current!.NestingIncrease;
                if (depth > MaximumDepth + 2) // stream and document count
                    throw new InvalidSpecException(
                        "", $"{source}, line {events.Current.Start.Line}: more than {MaximumDepth} nested levels; a spec has two.")
                    {
                        Line = (int)events.Current.Start.Line
                    };
                if (events.Current is AnchorAlias)
                    throw new InvalidSpecException(
                        "", $"{source}, line {events.Current.Start.Line}: YAML aliases are not supported; write the value out.");
            }

            YamlStream stream = new();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 0)
                throw new InvalidSpecException("", $"{source} is empty; expected keys such as 'preset: quick'.");
            if (stream.Documents.Count > 1)
                throw new InvalidSpecException("", $"{source} holds {stream.Documents.Count} YAML documents; expected one.");
            return stream.Documents[0].RootNode;
        }
        catch (YamlException e)
        {
            throw new InvalidSpecException("", $"{source}, line {e.Start.Line}: {e.Message.TrimEnd('.')}.", e) { Line = (int)e.Start.Line };
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // The parser meets some malformed texts with exceptions of its own defects; found by random texts.
            throw new InvalidSpecException("", $"{source} is neither YAML nor JSON; expected keys such as 'preset: quick'.", e);
        }
    }

    private static JsonNode ToJson(YamlNode node, Type type, string field, string source)
    {
        if (type == typeof(string)) return JsonValue.Create(Scalar(node, "a text", field, source).Value ?? "");
        if (type == typeof(int)) return JsonValue.Create(Number<int>(node, NumberStyles.AllowLeadingSign, "a whole number", field, source));
        if (type == typeof(long))
            return JsonValue.Create(Number<long>(node, NumberStyles.AllowLeadingSign, "a whole number", field, source));
        if (type == typeof(double)) return JsonValue.Create(Number<double>(node, NumberStyles.Float, "a number", field, source));
        if (type == typeof(bool)) return Truth(node, field, source);
        if (type.IsEnum) return Enumeration(node, type, field, source);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return List(node, type.GetGenericArguments()[0], field, source);
        if (type == typeof(FoldChoice))
            return node is YamlMappingNode ? Mapping(node, typeof(FoldRange), field, source) : ToJson(node, typeof(int), field, source);
        return Mapping(node, type, field, source);
    }

    private static JsonObject Mapping(YamlNode node, Type type, string field, string source)
    {
        if (node is not YamlMappingNode mapping)
            throw Invalid(node, field, source, $"expected keys and values such as 'folds: 8', found {Describe(node)}");
        JsonObject result = [];
        JsonTypeInfo contract = SweepJson.Compact.GetTypeInfo(type);
        Dictionary<string, Type> known = [];
        if (contract.PolymorphismOptions is { } kinds)
        {
            known.Add(kinds.TypeDiscriminatorPropertyName, typeof(string));
            contract = SweepJson.Compact.GetTypeInfo(Derived(mapping, kinds, field, source));
        }
        foreach (JsonPropertyInfo property in contract.Properties) known.Add(property.Name, property.PropertyType);
        foreach ((YamlNode keyNode, YamlNode value) in mapping.Children)
        {
            string key = keyNode is YamlScalarNode { Value: { } name } ? name
                : throw Invalid(keyNode, field, source, $"a key must be a word, found {Describe(keyNode)}");
            string path = field.Length == 0 ? key : $"{field}.{key}";
            if (!known.TryGetValue(key, out Type? valueType))
                throw Invalid(keyNode, path, source,
                    $"unknown key '{key}'{NearestName.Hint(key, known.Keys)} Known here: {string.Join(", ", known.Keys)}", key: "");
            result[key] = ToJson(value, valueType, path, source);
        }
        return result;
    }

    /// <summary>The type that a mapping's kind names.</summary>
    private static Type Derived(YamlMappingNode mapping, JsonPolymorphismOptions kinds, string field, string source)
    {
        string key = kinds.TypeDiscriminatorPropertyName;
        string[] names = [.. kinds.DerivedTypes.Select(derived => (string)derived.TypeDiscriminator!)];
        string expected = string.Join(" or ", names);
        if (!mapping.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node))
            throw Invalid(mapping, field, source, $"has no '{key}'; expected {key}: {expected}");
        string found = Scalar(node, expected, $"{field}.{key}", source).Value ?? "";
        return names.Contains(found, StringComparer.Ordinal)
            ? kinds.DerivedTypes.Single(derived => (string)derived.TypeDiscriminator! == found).DerivedType
            : throw Invalid(node, $"{field}.{key}", source, $"expected {expected}, found '{found}'{NearestName.Hint(found, names)}");
    }

    private static JsonArray List(YamlNode node, Type element, string field, string source)
    {
        if (node is not YamlSequenceNode sequence)
            throw Invalid(node, field, source,
                $"expected a list such as [{(element == typeof(int) ? "64, 16" : element == typeof(string) ? "a, b" : "{kind: snv}")}], "
                    + $"found {Describe(node)}");
        JsonArray result = [];
        foreach (YamlNode child in sequence.Children) result.Add(ToJson(child, element, $"{field}[{result.Count}]", source));
        return result;
    }

    private static JsonValue Truth(YamlNode node, string field, string source) => Scalar(node, "true or false", field, source).Value switch
    {
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        var found => throw Invalid(node, field, source, $"expected true or false, found '{found}'"),
    };

    private static JsonValue Enumeration(YamlNode node, Type type, string field, string source)
    {
        string[] names = [.. Enum.GetValues(type).Cast<object>()
            .Select(value => JsonSerializer.SerializeToNode(value, type, SweepJson.Compact)!.GetValue<string>())];
        string expected = string.Join(" or ", names);
        string found = Scalar(node, expected, field, source).Value ?? "";
        if (!names.Contains(found, StringComparer.Ordinal))
            throw Invalid(node, field, source, $"expected {expected}, found '{found}'{NearestName.Hint(found, names)}");
        return JsonValue.Create(found);
    }

    private static T Number<T>(YamlNode node, NumberStyles style, string expected, string field, string source)
        where T : struct, IParsable<T>, System.Numerics.INumber<T>
    {
        YamlScalarNode scalar = Scalar(node, expected, field, source);
        if (scalar.Style != ScalarStyle.Plain || !T.TryParse(scalar.Value, style, CultureInfo.InvariantCulture, out T value)
            || !T.IsFinite(value))
            throw Invalid(node, field, source, $"expected {expected}, found '{scalar.Value}'");
        return value;
    }

    private static YamlScalarNode Scalar(YamlNode node, string expected, string field, string source)
    {
        if (node is not YamlScalarNode scalar) throw Invalid(node, field, source, $"expected {expected}, found {Describe(node)}");
        if (scalar.Style == ScalarStyle.Plain && scalar.Value is null or "" or "~" or "null" && expected != "a text")
            throw Invalid(node, field, source, $"expected {expected}, found no value");
        return scalar;
    }

    private static string Describe(YamlNode node) => node switch
    {
        YamlScalarNode scalar => $"'{scalar.Value}'",
        YamlSequenceNode => "a list",
        _ => "a mapping",
    };

    private static InvalidSpecException Invalid(YamlNode node, string field, string source, string what, string? key = null) =>
        new(field,
            $"{source}, line {node.Start.Line}: "
                + $"{(key ?? field) switch { "" => "", var name => $"{name}: " }}{what}{(what[^1] is '?' or '.' ? "" : ".")}")
        {
            Line = (int)node.Start.Line,
        };
}
