using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace IonSweep.Sweeps.Deployment.Onnx;

/// <summary>
/// Nodes and constants of an ONNX graph (IR version 8, operators of version 17; field numbers are those of the published onnx.proto).
/// Equal nodes and equal constants are written once.
/// </summary>
internal sealed class OnnxGraph
{
    private const long Opset = 17, IrVersion = 8;
    private readonly ProtobufMessage _graph = new();
    private readonly Dictionary<string, string> _written = [];
    private readonly OnnxGraph? _outer;
    private int _names;

    /// <summary>A graph; one inside another is a part of a node.</summary>
    public OnnxGraph(OnnxGraph? outer = null) => _outer = outer;

    /// <summary>Adds a node of one output.</summary>
    /// <returns>Name of the output.</returns>
    public string Node(string operation, IReadOnlyList<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        string key = $"{operation}({string.Join(",", inputs)})";
        foreach (OnnxAttribute attribute in attributes) key += $" {attribute.Key}";
        if (_written.TryGetValue(key, out string? known)) return known;
        string name = NewName();
        Node(operation, inputs, [name], attributes);
        return _written[key] = name;
    }

    /// <summary>Adds a node.</summary>
    public void Node(
        string operation, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        ProtobufMessage node = new();
        foreach (string input in inputs) node.Add(1, input);
        foreach (string output in outputs) node.Add(2, output);
        node.Add(4, operation);
        foreach (OnnxAttribute attribute in attributes) node.Add(5, attribute.Message);
        _graph.Add(1, node);
    }

    /// <summary>A constant in double precision; kept in single precision where that loses nothing.</summary>
    public string Constant(double[] values, params ReadOnlySpan<int> shape)
    {
        if (_outer is not null) return _outer.Constant(values, shape); // a graph sees the constants of the one around it
        if (!Array.TrueForAll(values, value => (float)value == value))
            return Tensor(OnnxType.Double, MemoryMarshal.AsBytes<double>(values), shape);
        float[] single = Array.ConvertAll(values, value => (float)value);
        return Node(
            "Cast", [Tensor(OnnxType.Float, MemoryMarshal.AsBytes<float>(single), shape)], OnnxAttribute.Of("to", (long)OnnxType.Double));
    }

    /// <summary>A constant of whole numbers.</summary>
    public string Constant(long[] values, params ReadOnlySpan<int> shape) =>
        Tensor(OnnxType.Int64, MemoryMarshal.AsBytes<long>(values), shape);

    /// <summary>Declares an input; a size below 0 is unknown.</summary>
    public void Input(string name, OnnxType type, params ReadOnlySpan<int> shape) => _graph.Add(11, Value(name, type, shape));

    /// <summary>Declares an output.</summary>
    public void Output(string name, OnnxType type, params ReadOnlySpan<int> shape) => _graph.Add(12, Value(name, type, shape));

    /// <summary>A name that nothing has.</summary>
    public string NewName() =>
        _outer?.NewName() ?? string.Create(CultureInfo.InvariantCulture, $"v{_names++}");

    /// <summary>The graph as part of a node.</summary>
    public ProtobufMessage ToMessage(string name) => new ProtobufMessage().Add(_graph).Add(2, name);

    /// <summary>The graph as a file.</summary>
    /// <param name="name">Of the graph.</param>
    /// <param name="producer">Program.</param>
    /// <param name="version">Of the program.</param>
    /// <param name="metadata">What a reader should know.</param>
    public byte[] ToModel(string name, string producer, string version, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        ProtobufMessage model = new ProtobufMessage().Add(1, IrVersion).Add(2, producer).Add(3, version).Add(7, ToMessage(name))
            .Add(8, new ProtobufMessage().Add(1, "").Add(2, Opset));
        foreach ((string key, string value) in metadata) model.Add(14, new ProtobufMessage().Add(1, key).Add(2, value));
        return model.ToBytes();
    }

    private string Tensor(OnnxType type, ReadOnlySpan<byte> bytes, ReadOnlySpan<int> shape)
    {
        if (_outer is not null) return _outer.Tensor(type, bytes, shape);
        string key = $"{type}[{string.Join(',', shape.ToArray())}] {Convert.ToHexString(SHA256.HashData(bytes))}";
        if (_written.TryGetValue(key, out string? known)) return known;
        string name = NewName();
        ProtobufMessage tensor = new();
        foreach (int size in shape) tensor.Add(1, size);
        _graph.Add(5, tensor.Add(2, (long)type).Add(8, name).Add(9, bytes));
        return _written[key] = name;
    }

    private static ProtobufMessage Value(string name, OnnxType type, ReadOnlySpan<int> shape)
    {
        ProtobufMessage sizes = new();
        foreach (int size in shape) sizes.Add(1, size < 0 ? new ProtobufMessage().Add(2, "N") : new ProtobufMessage().Add(1, size));
        return new ProtobufMessage().Add(1, name)
            .Add(2, new ProtobufMessage().Add(1, new ProtobufMessage().Add(1, (long)type).Add(2, sizes)));
    }
}

/// <summary>Element types of ONNX tensors.</summary>
internal enum OnnxType
{
    /// <summary>Single precision.</summary>
    Float = 1,

    /// <summary>Whole numbers of 64 bits.</summary>
    Int64 = 7,

    /// <summary>Double precision.</summary>
    Double = 11,
}

/// <summary>An option of a node.</summary>
/// <param name="Key">In words, unique among those of one node.</param>
/// <param name="Message">As it is written.</param>
internal readonly record struct OnnxAttribute(string Key, ProtobufMessage Message)
{
    /// <summary>A whole number.</summary>
    public static OnnxAttribute Of(string name, long value) => new(
        string.Create(CultureInfo.InvariantCulture, $"{name}={value}"), new ProtobufMessage().Add(1, name).Add(3, value).Add(20, 2));

    /// <summary>Whole numbers.</summary>
    public static OnnxAttribute Of(string name, params long[] values)
    {
        ProtobufMessage message = new ProtobufMessage().Add(1, name);
        foreach (long value in values) message.Add(8, value);
        return new OnnxAttribute($"{name}={string.Join(',', values)}", message.Add(20, 7));
    }

    /// <summary>A graph.</summary>
    public static OnnxAttribute Of(string name, OnnxGraph graph) =>
        new($"{name}={graph.NewName()}", new ProtobufMessage().Add(1, name).Add(6, graph.ToMessage(name)).Add(20, 5));
}
