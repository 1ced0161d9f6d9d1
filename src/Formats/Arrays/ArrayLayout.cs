using IonSweep.Formats.Blocks;
using IonSweep.Formats.Tables;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Arrays;

/// <summary>
/// Makes spectra of named arrays as people share them: a matrix of spectra (one named <c>X</c> or <c>spectra</c>, else the largest that has
/// an axis, else the largest), an axis of as many positions as it has columns (<c>wavelengths</c>, <c>wavenumbers</c>, <c>axis</c>, …, or
/// texts that are positions), targets of as many rows (each array named for its quantity, or <c>Y</c> with names), and sample ids. Without
/// an axis channels are numbered, and a note says so.
/// </summary>
internal static class ArrayLayout
{
    private static readonly string[] SpectraNames = ["x", "spectra", "absorbance", "reflectance", "transmittance", "intensity", "data"],
        AxisNames = ["wavelengths", "wavelength", "wl", "wavenumbers", "wavenumber", "wn", "axis", "channels", "raman_shift", "energy",
            "nm", "wav", "wave", "wvl", "lambda"],
        IdNames = ["sample", "samples", "id", "ids", "sample_ids", "sampleid"];

    private const int MostTargets = 64; // columns of a matrix; of more it is spectra

    /// <summary>The spectra of a file's arrays.</summary>
    /// <exception cref="InvalidDatasetException">No matrix, or arrays that do not fit it; names them.</exception>
    public static SpectraBlock Read(string file, IReadOnlyList<NamedArray> arrays, ReadingOptions options)
    {
        NamedArray[] matrices = [.. arrays.Where(one => one.Numbers is not null && one.Shape is [> 0, > 1])
            .OrderByDescending(one => one.Numbers!.Length)];
        NamedArray spectra = matrices.FirstOrDefault(one => Is(one, SpectraNames))
            ?? matrices.FirstOrDefault(one => one.Shape[0] > 1 && AxisOf(arrays, one) is not null) ?? matrices.FirstOrDefault()
            ?? throw new InvalidDatasetException(
                $"{file} has no matrix of spectra; it has {Listed(arrays)}. Expected an array of rows × channels, such as X.");
        int rows = spectra.Shape[0], channels = spectra.Shape[1];
        NamedArray axis = AxisOf(arrays, spectra)
            ?? new NamedArray("channels", [channels], [.. Enumerable.Range(1, channels).Select(channel => (double)channel)], null);
        string? note = arrays.Contains(axis) || axis.Name != "channels" ? null
            : $"'{spectra.Name}' was read; its channels are numbered, since no array holds {channels} positions (wavelengths, wavenumbers)";
        double[] positions = axis.Numbers!;
        for (int c = 0; c < channels; c++)
            if (!double.IsFinite(positions[c])
                || (c > 0 && (positions[c] == positions[c - 1] || positions[c] > positions[c - 1] != positions[1] > positions[0])))
                throw new InvalidDatasetException(FormattableString.Invariant(
                    $"{file}: '{axis.Name}' is {positions[c]} at channel {c + 1}; expected strictly ascending or descending positions."));
        float[] values = new float[spectra.Numbers!.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)spectra.Numbers[i];
            if (!float.IsFinite(values[i]))
                throw new InvalidDatasetException(FormattableString.Invariant(
                    $"{file}: '{spectra.Name}' is {spectra.Numbers[i]} in row {i / channels + 1}, column {i % channels + 1}; ")
                    + "expected a finite number.");
        }
        NamedArray? ids = arrays.FirstOrDefault(one => Is(one, IdNames) && (one.Texts ?? (object?)one.Numbers) is not null
            && (one.Texts?.Length ?? one.Numbers!.Length) == rows);
        List<(Target Target, Func<int, double> Value)> targets = [];
        foreach (NamedArray one in arrays.Where(one => one != spectra && one != axis && one != ids && one.Numbers is not null))
        {
            int columns = one.Numbers!.Length == rows ? 1 : one.Shape is [_, _] && one.Shape[0] == rows ? one.Shape[1] : 0;
            if (options.Targets is { } wanted ? !wanted.Contains(one.Name, StringComparer.OrdinalIgnoreCase)
                : columns == channels || columns > MostTargets)
                continue; // other spectra of the same samples
            for (int k = 0; k < columns; k++)
            {
                int column = k;
                string name = columns == 1 ? one.Name : FormattableString.Invariant($"{one.Name}{k + 1}");
                if (!name.Any(char.IsAsciiLetterOrDigit)) continue;
                targets.Add((new Target(name, ""), row => one.Numbers[row * columns + column]));
            }
        }
        float[] targetValues = new float[rows * targets.Count];
        for (int i = 0; i < targetValues.Length; i++)
        {
            float value = (float)targets[i % targets.Count].Value(i / targets.Count);
            targetValues[i] = float.IsFinite(value) ? value : float.NaN;
        }
        return new SpectraBlock
        {
            Axis = new SpectralAxis(AxisHeader.UnitOf(axis.Name) ?? UnitOf(axis.Name), positions),
            Ordinate = OrdinateUnits.Of(spectra.Name, values),
            Spectra = values,
            SampleIds = ids?.Texts ?? ids?.Numbers!.Select(number => FormattableString.Invariant($"{number}")).ToArray(),
            Targets = [.. targets.Select(one => one.Target)],
            TargetValues = targetValues,
            Note = note,
        };
    }

    /// <summary>
    /// The array of positions of a matrix: known by its name, else by a name that speaks of waves, else texts that are positions.
    /// </summary>
    private static NamedArray? AxisOf(IReadOnlyList<NamedArray> arrays, NamedArray spectra)
    {
        int channels = spectra.Shape[1];
        if (arrays.FirstOrDefault(one => one.Numbers?.Length == channels && Is(one, AxisNames)) is { } named) return named;
        if (arrays.FirstOrDefault(one => one != spectra && one.Numbers?.Length == channels
            && one.Name.StartsWith("wave", StringComparison.OrdinalIgnoreCase)) is { } wave)
            return wave;
        foreach (NamedArray one in arrays.Where(one => one.Texts?.Length == channels))
        {
            (double Position, AxisUnit? Unit, string Prefix)?[] parsed = [.. one.Texts!.Select(text => AxisHeader.Parse(text.Trim()))];
            if (parsed.All(position => position is not null))
                return new NamedArray(one.Name, [channels], [.. parsed.Select(position => position!.Value.Position)], null);
        }
        return null;
    }

    private static AxisUnit UnitOf(string name) => name.ToLowerInvariant() switch
    {
        "wn" => AxisUnit.Wavenumber,
        "energy" => AxisUnit.ElectronVolt,
        "channels" => AxisUnit.Channel,
        _ => AxisUnit.Nanometre,
    };

    private static bool Is(NamedArray one, string[] names) => names.Contains(one.Name.ToLowerInvariant());

    private static string Listed(IEnumerable<NamedArray> arrays) =>
        string.Join(", ", arrays.Take(12).Select(one => $"{one.Name} {string.Join('×', one.Shape)}"));
}
