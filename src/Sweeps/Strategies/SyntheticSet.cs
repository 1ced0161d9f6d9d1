using IonSweep.Learning;

namespace IonSweep.Sweeps.Strategies;

/// <summary>Generated spectra of one fold and strategy. N generated spectra, C channels, T targets.</summary>
/// <param name="Spectra">N × C, scaled as the fold's spectra; those of generator networks lie in [0, 1].</param>
/// <param name="Labels">N × T, row-major, each in its target's unit.</param>
/// <param name="Drawn">Generated spectra drawn until the last kept one.</param>
/// <param name="RejectedBy">For each target, those of the drawn spectra whose label left its range; T entries, or none where nothing is
/// discarded.</param>
/// <param name="Rejected">The first few rejected spectra, scaled, at most <see cref="RejectedShown"/> × C; null when none was
/// rejected.</param>
public sealed record SyntheticSet(Matrix Spectra, float[] Labels, int Drawn, IReadOnlyList<int> RejectedBy, Matrix? Rejected)
{
    /// <summary>Rejected spectra kept for the report.</summary>
    public const int RejectedShown = 8;
}
