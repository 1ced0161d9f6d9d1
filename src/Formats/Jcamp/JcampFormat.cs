using System.Globalization;
using System.Text.RegularExpressions;
using IonSweep.Formats.Blocks;
using IonSweep.Formats.Tables;
using IonSweep.Formats.Text;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Jcamp;

/// <summary>
/// JCAMP-DX 4.24, 5.00 and 5.01 (IUPAC): XYDATA in all its forms, XYPOINTS, compound files (LINK) and the real pages of NTUPLES. Peak
/// tables and assignments are no spectra and refused.
/// </summary>
internal sealed partial class JcampFormat : IDatasetFormat
{
    public string Slug => "jcamp-dx";

    public string Description => "JCAMP-DX 4.24, 5.00 and 5.01";

    public IReadOnlyList<string> Extensions => [".dx", ".jdx", ".jcm", ".jcamp"];

    public bool Recognises(FileContent file)
    {
        if (!TextEncoding.IsText(file.Bytes.Span)) return false;
        string start = TextEncoding.Decode(file.Bytes.Span[..(Math.Min(file.Bytes.Length, 8192) & ~1)]);
        return start.TrimStart().StartsWith("##", StringComparison.Ordinal) && start.Contains('=')
            && start.Contains("TITLE", StringComparison.OrdinalIgnoreCase);
    }

    public IReadOnlyList<SpectraBlock> Read(FileContent file, ReadingOptions options)
    {
        List<SpectraBlock> blocks = [];
        Stack<Dictionary<string, JcampRecord>> open = new();
        string refused = "";
        foreach (JcampRecord record in JcampRecords.Of(file))
        {
            if (record.Label == "TITLE") open.Push([]);
            if (!open.TryPeek(out Dictionary<string, JcampRecord>? block))
                throw Error(file, record.Line, $"##{record.Label}", "##TITLE= first");
            block.TryAdd(record.Label, record);
            switch (record.Label)
            {
                case "XYDATA":
                    // Some programs write pairs under this label.
                    blocks.Add(PairForm().IsMatch(record.Value) ? Points(file, block, record) : Table(file, block, record));
                    break;
                case "XYPOINTS":
                    blocks.Add(Points(file, block, record));
                    break;
                case "DATATABLE" when record.Value.Contains("XYDATA", StringComparison.OrdinalIgnoreCase):
                    if (PageOf(file, block, record) is { } page) blocks.Add(page);
                    break;
                case "PEAKTABLE" or "PEAKASSIGNMENTS" or "ASSIGNMENTS":
                    refused = $"line {record.Line}: a peak table lists maxima alone; export the spectrum itself as XYDATA";
                    break;
                case "END":
                    open.Pop();
                    break;
            }
        }
        if (blocks.Count > 0) return blocks;
        throw new InvalidDatasetException(refused.Length > 0 ? $"{file.Name}, {refused}."
            : $"{file.Name} has no ##XYDATA=, ##XYPOINTS= or data table; expected at least one spectrum.");
    }

    private static SpectraBlock Table(FileContent file, Dictionary<string, JcampRecord> block, JcampRecord record)
    {
        if (!Form().IsMatch(record.Value)) throw Error(file, record.Line, $"'{record.Value}'", "the form (X++(Y..Y))");
        double xFactor = Number(file, block, "XFACTOR", 1), yFactor = Number(file, block, "YFACTOR", 1);
        return Decoded(file, block, record, xFactor, yFactor, Number(file, block, "FIRSTX"), Number(file, block, "LASTX"),
            Number(file, block, "NPOINTS"), UnitOf(file, block, Text(block, "XUNITS")), Text(block, "YUNITS"));
    }

    private static SpectraBlock? PageOf(FileContent file, Dictionary<string, JcampRecord> block, JcampRecord record)
    {
        Match form = NtuplesForm().Match(record.Value);
        string[] symbols = Columns(file, block, "SYMBOL");
        int x = Array.IndexOf(symbols, "X"), y = form.Success ? Array.IndexOf(symbols, form.Groups["y"].Value.ToUpperInvariant()) : -1;
        if (x < 0 || y < 0) throw Error(file, record.Line, $"'{record.Value}'", "(X++(Y..Y)) with symbols that ##SYMBOL= names");
        if (symbols[y] == "I") return null; // the imaginary half of a complex spectrum
        double At(string label, int column, double missing) => block.ContainsKey(label)
            && Columns(file, block, label) is { } all && column < all.Length
            && double.TryParse(all[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : missing;
        string[] units = Columns(file, block, "UNITS");
        return Decoded(file, block, record, At("FACTOR", x, 1), At("FACTOR", y, 1), At("FIRST", x, double.NaN), At("LAST", x, double.NaN),
            At("VARDIM", x, double.NaN), UnitOf(file, block, x < units.Length ? units[x] : ""), y < units.Length ? units[y] : "");
    }

    private static SpectraBlock Decoded(FileContent file, Dictionary<string, JcampRecord> block, JcampRecord record, double xFactor,
        double yFactor, double firstX, double lastX, double points, AxisUnit unit, string yUnits)
    {
        if (!(points >= 2 && points <= Math.Max(1 << 16, file.Bytes.Length) && points == Math.Floor(points)))
            throw Error(file, record.Line, string.Create(CultureInfo.InvariantCulture, $"{points} points"),
                "##NPOINTS= of 2 or more, and no more than the file can hold");
        if (!double.IsFinite(firstX) || !double.IsFinite(lastX) || firstX == lastX)
            throw Error(file, record.Line, string.Create(CultureInfo.InvariantCulture, $"##FIRSTX= {firstX} and ##LASTX= {lastX}"),
                "two positions");
        int count = (int)points;
        double delta = (lastX - firstX) / (count - 1);
        OrdinateDecoder decoder = new(file.Name, OrdinateDecoder.HasPseudoDigits(record.Lines.Skip(1).Select(line => line.Text)), count);
        foreach ((int number, string text) in record.Lines.Skip(1))
        {
            (double x, int index) = decoder.Decode(number, text);
            double expected = firstX + index * delta;
            // Abscissas are rounded to whole steps of their factor; more than that means that points are missing.
            if (Math.Abs(x * xFactor - expected) > 1.5 * Math.Abs(delta) + Math.Abs(xFactor))
                throw Error(file, number, string.Create(CultureInfo.InvariantCulture, $"the abscissa {x * xFactor}"),
                    string.Create(CultureInfo.InvariantCulture,
                        $"{expected} of the {index + 1}th point: ordinates are missing or too many"));
        }
        if (decoder.Values.Count != count)
            throw Error(file, record.Line, $"{decoder.Values.Count} ordinates", $"{count}, as ##NPOINTS= says");
        double[] positions = new double[count];
        for (int i = 0; i < count; i++) positions[i] = firstX + i * delta;
        return Block(file, block, record, new SpectralAxis(unit, positions), [.. decoder.Values], yFactor, yUnits);
    }

    private static SpectraBlock Points(FileContent file, Dictionary<string, JcampRecord> block, JcampRecord record)
    {
        double xFactor = Number(file, block, "XFACTOR", 1), yFactor = Number(file, block, "YFACTOR", 1);
        List<double> positions = [];
        List<float> values = [];
        foreach ((int line, string text) in record.Lines.Skip(1))
        {
            string[] numbers = text.Split([' ', '\t', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
            for (int i = 0; i < numbers.Length; i += 2)
            {
                if (i + 1 == numbers.Length
                    || !double.TryParse(numbers[i], NumberStyles.Float, CultureInfo.InvariantCulture, out double x)
                    || !double.TryParse(numbers[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out double y))
                    throw Error(file, line, $"'{text.Trim()}'", "pairs of numbers x, y");
                positions.Add(x * xFactor);
                values.Add((float)y);
            }
        }
        for (int i = 1; i < positions.Count; i++)
            if (Math.Sign(positions[i] - positions[i - 1]) != Math.Sign(positions[1] - positions[0]) || positions[i] == positions[i - 1])
                throw Error(file, record.Line, string.Create(CultureInfo.InvariantCulture, $"{positions[i]} after {positions[i - 1]}"),
                    "strictly ascending or descending positions");
        if (positions.Count < 2) throw Error(file, record.Line, $"{positions.Count} points", "two or more");
        AxisUnit unit = UnitOf(file, block, Text(block, "XUNITS"));
        return Block(file, block, record, new SpectralAxis(unit, positions), [.. values], yFactor, Text(block, "YUNITS"));
    }

    private static SpectraBlock Block(FileContent file, Dictionary<string, JcampRecord> block, JcampRecord record, SpectralAxis axis,
        float[] values, double factor, string yUnits)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(values[i] * factor);
            if (!float.IsFinite(values[i]))
                throw Error(file, record.Line, $"the ordinate {i + 1}, which is not finite", "numbers that a float holds");
        }
        (List<Target> targets, List<float> amounts) = Concentrations(file, block);
        string title = Text(block, "TITLE");
        return new SpectraBlock
        {
            Axis = axis,
            Ordinate = OrdinateUnits.Of(yUnits, values),
            Spectra = values,
            SampleIds = title.Length > 0 ? [title] : null,
            Targets = targets,
            TargetValues = [.. amounts],
        };
    }

    private static (List<Target>, List<float>) Concentrations(FileContent file, Dictionary<string, JcampRecord> block)
    {
        List<Target> targets = [];
        List<float> amounts = [];
        if (!block.TryGetValue("CONCENTRATIONS", out JcampRecord? record)) return (targets, amounts);
        foreach ((int line, string text) in record.Lines)
            foreach (Match tuple in Concentration().Matches(text))
            {
                if (!float.TryParse(tuple.Groups["value"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out float value)
                    || !float.IsFinite(value) || !tuple.Groups["name"].Value.Any(char.IsAsciiLetterOrDigit))
                    throw Error(file, line, $"'{tuple.Value}'", "(name, concentration, unit)");
                targets.Add(new Target(tuple.Groups["name"].Value.Trim(), tuple.Groups["unit"].Value.Trim()));
                amounts.Add(value);
            }
        return (targets, amounts);
    }

    private static AxisUnit UnitOf(FileContent file, Dictionary<string, JcampRecord> block, string text)
    {
        string type = Text(block, "DATATYPE").ToUpperInvariant();
        if (type.Contains("MASS") || type.Contains("NMR") || type.Contains("CHROMATOGRAM"))
            throw new InvalidDatasetException($"{file.Name} is of the type '{type}', which is no optical spectrum.");
        bool raman = type.Contains("RAMAN");
        if (AxisHeader.UnitOf(text) is { } unit) return unit == AxisUnit.Wavenumber && raman ? AxisUnit.RamanShift : unit;
        if (text.Length == 0 || text.Contains("ARBITRARY", StringComparison.OrdinalIgnoreCase)
            || text.Contains("CHANNEL", StringComparison.OrdinalIgnoreCase)) return AxisUnit.Channel;
        throw new InvalidDatasetException(
            $"{file.Name}: the abscissa is in '{text}'; expected 1/CM, NANOMETERS, MICROMETERS, EV or a Raman shift.");
    }

    private static string Text(Dictionary<string, JcampRecord> block, string label) => block.GetValueOrDefault(label)?.Value ?? "";

    private static double Number(FileContent file, Dictionary<string, JcampRecord> block, string label, double? missing = null)
    {
        if (!block.TryGetValue(label, out JcampRecord? record))
            return missing ?? throw new InvalidDatasetException($"{file.Name} has no ##{label}=; it is needed to read ##XYDATA=.");
        return double.TryParse(record.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value) && (missing is null || value != 0) ? value
            : throw Error(file, record.Line, $"##{label}= {record.Value}", "a finite number");
    }

    private static string[] Columns(FileContent file, Dictionary<string, JcampRecord> block, string label) =>
        block.TryGetValue(label, out JcampRecord? record)
            ? [.. string.Join(' ', record.Lines.Select(line => line.Text)).Split(',', StringSplitOptions.TrimEntries)
                .Select(text => label == "SYMBOL" ? text.ToUpperInvariant() : text)]
            : label is "SYMBOL" ? throw new InvalidDatasetException($"{file.Name} has NTUPLES without ##{label}=.") : [];

    private static InvalidDatasetException Error(FileContent file, int line, string found, string expected) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{file.Name}, line {line}: found {found}; expected {expected}."));

    [GeneratedRegex(@"\A\(\s*X\s*\+\+\s*\(\s*Y\s*\.\.\s*Y\s*\)", RegexOptions.IgnoreCase)]
    private static partial Regex Form();

    [GeneratedRegex(@"\A\(\s*XY\s*\.\.\s*XY\s*\)", RegexOptions.IgnoreCase)]
    private static partial Regex PairForm();

    [GeneratedRegex(@"\A\(\s*X\s*\+\+\s*\(\s*(?<y>[A-Z])\s*\.\.\s*[A-Z]\s*\)\s*\)", RegexOptions.IgnoreCase)]
    private static partial Regex NtuplesForm();

    [GeneratedRegex(@"\(\s*(?<name>[^,()]+?)\s*,\s*(?<value>[^,()]+?)\s*,\s*(?<unit>[^,()]*?)\s*\)")]
    private static partial Regex Concentration();
}
