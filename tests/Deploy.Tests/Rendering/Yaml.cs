using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace IonSweep.Deploy.Tests.Rendering;

/// <summary>YAML as JSON nodes: unquoted numbers and booleans are such, everything else text.</summary>
public static class Yaml
{
    private static readonly IDeserializer Reader = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();

    /// <summary>All documents of a text; merge keys (<c>&lt;&lt;</c>) are followed.</summary>
    public static IReadOnlyList<JsonObject> Documents(string text)
    {
        MergingParser parser = new(new Parser(new StringReader(text)));
        List<JsonObject> documents = [];
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
            if (Node(Reader.Deserialize<object?>(parser)) is JsonObject document)
                documents.Add(JsonNode.Parse(document.ToJsonString())!.AsObject()); // parsed numbers can be read as any type
        return documents;
    }

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        IDictionary<object, object?> map => new JsonObject(map.Select(pair => KeyValuePair.Create($"{pair.Key}", Node(pair.Value)))),
        IEnumerable<object?> list => new JsonArray([.. list.Select(Node)]),
        bool flag => JsonValue.Create(flag),
        string text => JsonValue.Create(text),
        double number => JsonValue.Create(number),
        IConvertible whole => JsonValue.Create(whole.ToInt64(null)),
        _ => throw new NotSupportedException($"{value.GetType()} in YAML"),
    };
}
