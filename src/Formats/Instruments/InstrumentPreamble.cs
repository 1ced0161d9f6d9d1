using System.Globalization;
using IonSweep.Formats.Blocks;
using IonSweep.Formats.Tables;
using IonSweep.Formats.Text;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Instruments;

/// <summary>What the words before an instrument's numbers, and those behind them, say of the spectra.</summary>
/// <param name="File">For messages.</param>
/// <param name="Fields">The settings in order.</param>
/// <param name="Remarks">What a user has added: <c># axis: raman-shift</c>, <c># ordinate: absorbance</c>.</param>
internal sealed record InstrumentPreamble(FileContent File, IReadOnlyList<InstrumentField> Fields, CsvRemarks Remarks)
{
    private const double LowestWavelength = 100, HighestWavelength = 50_000; // nm, of positions that name no unit

    private const double LowestLaser = 200, HighestLaser = 2_000; // nm

    private static readonly string[] AxisKeys =
    [
        "xunits", "xunit", "xaxisunit", "xaxisunits", "xaxis", "xaxismode", "xdatakind", "xmode", "xlabel", "xaxislabel", "axisunit1",
        "wavelengthunits", "wavelengthunit", "abscissa", "abscissaunit",
    ];

    private static readonly string[] OrdinateKeys =
        ["yunits", "yunit", "yaxisunit", "yaxis", "ymode", "ylabel", "yaxislabel", "dataunit", "axisunit0", "ordinate", "ordinatemode"];

    private static readonly string[] PointKeys = ["npoints", "numberofxvalues", "numberofpoints", "spectrumsize", "sizegraph", "channels",
        "numberofpixelsinspectrum", "numberofpixelsinprocessedspectrum"];

    private static readonly string[] SampleKeys =
        ["sampleid", "sampleidentification", "samplename", "sample", "sampleno", "samplenumber", "rruffid", "title"];

    private static readonly Dictionary<string, string> JazColumns = new()
    {
        ["W"] = "Wavelength",
        ["D"] = "Dark",
        ["R"] = "Reference",
        ["S"] = "Sample",
        ["P"] = "Processed",
    };

    /// <summary>The words around a block of numbers, without its headings.</summary>
    public static InstrumentPreamble Of(FileContent file, NumberBlock block, ColumnHeadings headings)
    {
        const int mostBehind = 200; // lines of a log
        IEnumerable<TextLine> before = block.Words.Take(block.Words.Count - headings.Lines);
        IEnumerable<TextLine> behind = block.Behind is { } first
            ? TextLine.Of(first.Source, first.Start, first.Number).Take(mostBehind) : [];
        return Of(file, before.Concat(behind), block.Words);
    }

    /// <summary>The words above a table.</summary>
    public static InstrumentPreamble Of(FileContent file, TableBelowWords table) => Of(file, table.Words, table.Words);

    private static InstrumentPreamble Of(FileContent file, IEnumerable<TextLine> settings, IEnumerable<TextLine> comments) => new(
        file, [.. settings.Select(InstrumentField.Of)], CsvRemarks.Parse(
            comments.Where(line => line.Text[0] == '#').Select(line => line.Text[1..].ToString())));

    /// <summary>The unit of the axis that words name; null without one.</summary>
    public AxisUnit? StatedUnit => Remarks.Axis ?? UnitOf("");

    /// <summary>The id of the sample; null where no line names one. The title that B&amp;W Tek writes is the instrument's.</summary>
    public string? Sample => Value("fileversion")?.StartsWith("BW", StringComparison.Ordinal) == true ? null
        : SampleKeys.Select(Value).FirstOrDefault(value => value is not null);

    /// <summary>
    /// The columns of programs that name them elsewhere than above the numbers, and which is the result; null for other programs.
    /// </summary>
    public (IReadOnlyList<string> Words, string Result)? StatedColumns(ColumnHeadings headings, int columns)
    {
        if (headings.Kinds is ["W", ..] && headings.Kinds.All(JazColumns.ContainsKey) && headings.Kinds.Contains("P")) // Jaz
            return ([.. headings.Kinds.Select(letter => JazColumns[letter])], JazColumns["P"]);
        if (columns == 4 && Fields.Any(setting => setting.Key == "spectravistasigdata"))
            return (["Wavelength (nm)", "Reference", "Target", "Reflectance %"], "Reflectance %");
        string?[] units = [Value("xunits"), Value("yunits"), Value("y2units"), Value("y3units")]; // JASCO
        return columns is 3 or 4 && units.Take(columns).All(unit => unit is not null) ? ([.. units.Take(columns)!], units[1]!) : null;
    }

    /// <summary>What the values of one or all spectra are, unless the words above their column say it.</summary>
    public Ordinate OrdinateOf(string words, ReadOnlySpan<float> values)
    {
        if (Remarks.Ordinate != Ordinate.Unknown) return Remarks.Ordinate;
        Ordinate above = InstrumentWords.OrdinateOf(words, values);
        if (above != Ordinate.Unknown || ColumnKind.Of(words) is not null) return above;
        foreach (string key in OrdinateKeys)
            if (Value(key) is { } value && InstrumentWords.OrdinateOf(value, values) is not Ordinate.Unknown and var stated) return stated;
        foreach (InstrumentField setting in Fields)
            if (setting.IsOneWord && InstrumentWords.OrdinateOf(setting.Name, values) is not Ordinate.Unknown and var alone) return alone;
        return Ordinate.Unknown;
    }

    /// <summary>The unit of the axis, and a note where no word names it.</summary>
    /// <param name="heading">What is said above the column of positions.</param>
    /// <param name="positions">The positions.</param>
    /// <exception cref="InvalidDatasetException">No word names it, and it may be none of wavelengths in nm.</exception>
    public (AxisUnit Unit, string? Note) UnitOf(string heading, IReadOnlyList<double> positions)
    {
        if (Remarks.Axis is { } remarked) return (remarked, null);
        if (UnitOf(heading) is { } unit) return (unit, null);
        // WiRE names its columns so, whatever they are; its axis is a Raman shift unless its user has chosen otherwise.
        if (heading == "Wave" && Fields.Count == 0)
            return (AxisUnit.RamanShift, "the axis has no unit and is taken for a Raman shift (cm⁻¹), as Renishaw's WiRE writes it");
        if (Value("rruffid") is not null && UnitOfName is { } named) return (named, null);
        if (UnnamedAxis.Of(positions) == AxisUnit.Channel) return (AxisUnit.Channel, null);
        bool isWavelength = InstrumentWords.IsWavelength(heading) || Value("xaxismode") is { } mode && InstrumentWords.IsWavelength(mode);
        bool fits = Math.Min(positions[0], positions[^1]) >= LowestWavelength && Math.Max(positions[0], positions[^1]) <= HighestWavelength;
        bool isOther = heading.Length > 0 && !isWavelength && InstrumentWords.Folded(heading) is not ("x" or "w" or "wave" or "xaxis");
        if ((isOther ? heading : OtherAxis) is { } other)
            throw new InvalidDatasetException($"{File.Name}: the axis is '{other}'; expected one in nm, µm, cm⁻¹ or eV, or a Raman shift.");
        if (!fits || !isWavelength && (IsRaman || Value("rruffid") is not null))
            throw new InvalidDatasetException(string.Create(CultureInfo.InvariantCulture,
                $"{File.Name}: no word names the unit of the axis, which reaches from {positions[0]} to {positions[^1]}; ")
                + "expected nm, µm, cm⁻¹, a Raman shift or eV. Write it into a first line of the file: "
                + $"'# axis: WORD', where WORD is one of {string.Join(", ", AxisText.AllWords)}.");
        return (AxisUnit.Nanometre, isWavelength ? null : "the axis has no unit and is taken for a wavelength in nm");
    }

    /// <summary>RRUFF tells the kind of a spectrum in the file's name alone.</summary>
    private AxisUnit? UnitOfName => File.Name.Contains("Raman", StringComparison.OrdinalIgnoreCase) ? AxisUnit.RamanShift
        : File.Name.Contains("Infrared", StringComparison.OrdinalIgnoreCase) ? AxisUnit.Wavenumber : null;

    /// <summary>Refuses fewer lines of numbers than the words say, and other ends.</summary>
    public void Check(NumberBlock block, IReadOnlyList<double> positions)
    {
        foreach (InstrumentField setting in Fields)
            if (PointKeys.Contains(setting.Key)
                && int.TryParse(setting.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int points) && points > block.Rows)
                throw new InvalidDatasetException(FormattableString.Invariant(
                    $"{File.Name}, line {setting.Line}: found {points} points stated and {block.Rows} lines of numbers; ")
                    + "expected all of them. The file is cut off; export it once more.");
        foreach ((string key, double position) in new[] { ("firstx", positions[0]), ("lastx", positions[^1]) })
            if (Fields.FirstOrDefault(setting => setting.Key == key) is { } end
                && NumberLine.TryNumber(end.Value, ',', out double stated)
                && Math.Abs(stated - position) > Math.Abs(positions[^1] - positions[0]) / (positions.Count - 1))
                throw new InvalidDatasetException(string.Create(CultureInfo.InvariantCulture,
                    $"{File.Name}, line {end.Line}: found {stated} stated and {position} among the numbers; ")
                    + "expected the same. The file was altered or cut off; export it once more.");
    }

    private bool IsRaman => Fields.Any(setting => setting.Key.StartsWith("raman", StringComparison.Ordinal)
        || setting.Key is "datatype" && setting.Value.Contains("Raman", StringComparison.OrdinalIgnoreCase)
        || (setting.Key.StartsWith("laser", StringComparison.Ordinal) || setting.Key.StartsWith("excitation", StringComparison.Ordinal))
            && IsLaser(setting.Value));

    private static bool IsLaser(string value)
    {
        int digits = value.AsSpan().IndexOfAnyExcept("0123456789.,");
        return NumberLine.TryNumber(digits < 0 ? value : value[..digits], ',', out double line)
            && line is >= LowestLaser and <= HighestLaser;
    }

    /// <summary>What a setting calls the axis, where that is no unit of an optical spectrum: <c>SECONDS</c>.</summary>
    private string? OtherAxis => AxisKeys.Select(Value).FirstOrDefault(
        value => value is not null && value.Any(char.IsLetter) && !InstrumentWords.IsWavelength(value));

    private AxisUnit? UnitOf(string heading) =>
        Stated(heading) is { } unit ? unit == AxisUnit.Wavenumber && IsRaman ? AxisUnit.RamanShift : unit : null;

    private AxisUnit? Stated(string heading)
    {
        if (InstrumentWords.UnitOf(heading) is { } above) return above;
        foreach (string key in AxisKeys)
            if (Value(key) is { } value && InstrumentWords.UnitOf(value) is { } unit) return unit;
        foreach (InstrumentField setting in Fields)
        {
            if (setting.Key is "range" or "spectro" && AxisHeader.UnitOf(setting.Unit) is { } unit) return unit; // LabSpec
            if (setting.Value.Length == 0 && InstrumentWords.UnitAlone(setting.Name) is { } alone) return alone;
        }
        return null;
    }

    private string? Value(string key) => Fields.FirstOrDefault(setting => setting.Key == key && setting.Value.Length > 0)?.Value;
}
