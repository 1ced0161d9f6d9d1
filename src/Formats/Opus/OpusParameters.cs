using System.Globalization;
using IonSweep.Formats.Blocks;
using IonSweep.Spectra;

namespace IonSweep.Formats.Opus;

/// <summary>Parameters of one block: a name of three letters, a type, a length in words of two bytes, a value; up to <c>END</c>.</summary>
internal sealed class OpusParameters
{
    private const int Integer = 0, Double = 1;

    private readonly FileFields _fields;
    private readonly OpusBlock _block;
    private readonly Dictionary<string, object> _values = [];

    public OpusParameters(FileFields fields, OpusBlock block)
    {
        (_fields, _block) = (fields, block);
        long end = Math.Min(block.Offset + block.Length, fields.Length);
        for (int at = block.Offset; at + 8 <= end;)
        {
            string name = fields.Text(at, 3, "a parameter's name");
            if (name == "END") break;
            int type = fields.Int16(at + 4), length = 2 * (ushort)fields.Int16(at + 6);
            if (at + 8 + length > end)
                throw fields.Error(at, $"the parameter '{name}' of {length} bytes",
                    string.Create(CultureInfo.InvariantCulture, $"at most the {end - at - 8} that are left of its block"));
            if (type == Integer && length >= 4) _values[name] = fields.Int32(at + 8);
            else if (type == Double && length >= 8) _values[name] = fields.Double(at + 8, name);
            else if (type > Double) _values[name] = fields.Text(at + 8, length, name).Trim();
            at += 8 + length;
        }
    }

    /// <summary>An integer that must be there.</summary>
    public int Count(string name) => Value(name) as int? ?? throw Missing(name, "an integer");

    /// <summary>A number that must be there.</summary>
    public double Number(string name, double? otherwise = null) => Value(name) switch
    {
        double number when double.IsFinite(number) => number,
        int number => number,
        null when otherwise is { } given => given,
        _ => throw Missing(name, "a finite number"),
    };

    /// <summary>A text, or null.</summary>
    public string? Text(string name) => Value(name) is string { Length: > 0 } text ? text : null;

    private object? Value(string name) => _values.GetValueOrDefault(name);

    private InvalidDatasetException Missing(string name, string expected) =>
        _fields.Error(_block.Offset, $"no usable {name} among the parameters {string.Join(", ", _values.Keys.Take(16))}", expected);
}
