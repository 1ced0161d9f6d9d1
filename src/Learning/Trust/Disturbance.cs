namespace IonSweep.Learning.Trust;

/// <summary>Something that goes wrong between sample and spectrum, made on purpose to measure how well it is noticed.</summary>
public sealed record Disturbance
{
    /// <summary>What goes wrong.</summary>
    public required DisturbanceKind Kind { get; init; }

    /// <summary>How much, in the unit that <see cref="DisturbanceKind"/> gives; positive.</summary>
    public required double Strength { get; init; }

    /// <summary>One of each kind, of a strength that a user should be warned of.</summary>
    public static IReadOnlyList<Disturbance> Standard { get; } =
    [
        new Disturbance { Kind = DisturbanceKind.ShiftedAxis, Strength = 2 },
        new Disturbance { Kind = DisturbanceKind.ExtraLine, Strength = 0.2 },
        new Disturbance { Kind = DisturbanceKind.SaturatedDetector, Strength = 0.3 },
        new Disturbance { Kind = DisturbanceKind.ChangedTemperature, Strength = 0.15 },
        new Disturbance { Kind = DisturbanceKind.BaselineDrift, Strength = 0.05 },
    ];
}

/// <summary>Kinds of disturbance. "Range" is a spectrum's largest minus its smallest value.</summary>
public enum DisturbanceKind
{
    /// <summary>
    /// The axis is off by so many channels, to either side; values between channels are interpolated linearly.
    /// </summary>
    ShiftedAxis,

    /// <summary>
    /// A line or band of something never seen, at a random place: a Gaussian so many ranges high, its full width at half maximum five
    /// channels.
    /// </summary>
    ExtraLine,

    /// <summary>The detector ends at a level this share of the range below the spectrum's top.</summary>
    SaturatedDetector,

    /// <summary>
    /// Another temperature of plasma or lamp: values times exp(± strength · v), where v runs from −1 at the longest to +1 at the
    /// shortest wavelength, linear in 1/λ as in Wien's law; on axes of wavenumber, energy, Raman shift or channels linear in those.
    /// </summary>
    ChangedTemperature,

    /// <summary>
    /// The baseline drifts: a straight line is added that runs from −1…+1 to −1…+1 times so many ranges, both ends random.
    /// </summary>
    BaselineDrift,
}
