using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Opus;

/// <summary>A kind of spectrum that OPUS files hold.</summary>
/// <param name="Code">Its code in the directory.</param>
/// <param name="Name">By which it is asked for and told, e.g. <c>absorbance</c>.</param>
/// <param name="Ordinate">What the values are; null for a transmittance, whose values tell.</param>
internal sealed record OpusKind(int Code, string Name, Ordinate? Ordinate)
{
    private const int SingleChannel = 1;

    /// <summary>Those that are read, in the order of preference: results before what they are made of.</summary>
    private static readonly OpusKind[] All =
    [
        new(4, "absorbance", Spectra.Axes.Ordinate.Absorbance),
        new(12, "reflectance", Spectra.Axes.Ordinate.Reflectance),
        new(5, "transmittance", null),
        new(15, "log-reflectance", Spectra.Axes.Ordinate.Absorbance),
        new(6, "kubelka-munk", Spectra.Axes.Ordinate.KubelkaMunk),
        new(16, "atr", Spectra.Axes.Ordinate.Unknown),
        new(10, "raman", Spectra.Axes.Ordinate.Intensity),
        new(11, "emission", Spectra.Axes.Ordinate.Intensity),
        new(17, "photoacoustic", Spectra.Axes.Ordinate.Intensity),
        new(19, "absorbance-arithmetic", Spectra.Axes.Ordinate.Absorbance),
        new(18, "transmittance-arithmetic", null),
        new(SingleChannel, "sample", Spectra.Axes.Ordinate.Intensity),
        new(SingleChannel, "reference", Spectra.Axes.Ordinate.Intensity),
    ];

    /// <summary>Place in the order of preference.</summary>
    public int Rank => Array.IndexOf(All, this);

    /// <summary>Wavenumbers of it are shifts from the exciting line.</summary>
    public bool IsRaman => Code == 10;

    /// <summary>The kind of a block; null for one that is no optical spectrum.</summary>
    public static OpusKind? Of(OpusBlock block) => Array.Find(
        All, kind => kind.Code == block.Kind && (kind.Code != SingleChannel || kind.Name == (block.Source == 2 ? "reference" : "sample")));

    /// <summary>What a block holds that is no optical spectrum.</summary>
    public static string Refused(OpusBlock block) => block.Kind switch
    {
        2 => "an interferogram",
        3 => "a phase spectrum",
        7 => "an intensity over time",
        8 => "a series of interferograms",
        9 => "a series of gas chromatography",
        14 => "a power spectrum",
        22 => "a match of spectra",
        int other => FormattableString.Invariant($"data of the kind {other}"),
    };
}
