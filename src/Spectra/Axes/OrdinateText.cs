namespace IonSweep.Spectra.Axes;

/// <summary>Ordinates in words.</summary>
public static class OrdinateText
{
    private static readonly (string Word, Ordinate Ordinate, string Name)[] Words =
    [
        ("absorbance", Ordinate.Absorbance, "absorbance"),
        ("transmittance", Ordinate.Transmittance, "transmittance"),
        ("transmittance-percent", Ordinate.TransmittancePercent, "transmittance in per cent"),
        ("reflectance", Ordinate.Reflectance, "reflectance"),
        ("reflectance-percent", Ordinate.ReflectancePercent, "reflectance in per cent"),
        ("kubelka-munk", Ordinate.KubelkaMunk, "Kubelka–Munk units"),
        ("intensity", Ordinate.Intensity, "intensity"),
        ("unknown", Ordinate.Unknown, "unknown"),
    ];

    /// <summary>The words by which commands and files name ordinates, without that for an unknown one.</summary>
    public static IReadOnlyList<string> AllWords { get; } =
        [.. Words.Where(one => one.Ordinate != Ordinate.Unknown).Select(one => one.Word)];

    /// <summary>An ordinate in words: <c>transmittance in per cent</c>.</summary>
    public static string Name(this Ordinate ordinate) => Words.First(one => one.Ordinate == ordinate).Name;

    /// <summary>The name of the axis of a figure.</summary>
    public static string Title(this Ordinate ordinate) =>
        ordinate is Ordinate.Unknown or Ordinate.Intensity ? "signal (instrument's unit)" : ordinate.Name();

    /// <summary>The word by which commands and files name it: <c>transmittance-percent</c>.</summary>
    public static string Word(this Ordinate ordinate) => Words.First(one => one.Ordinate == ordinate).Word;

    /// <summary>The ordinate of a word, or null.</summary>
    public static Ordinate? Parse(string word)
    {
        foreach ((string known, Ordinate ordinate, _) in Words)
            if (known.Equals(word, StringComparison.OrdinalIgnoreCase)) return ordinate;
        return null;
    }
}
