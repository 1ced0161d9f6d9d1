using IonSweep.Sweeps.Results;

namespace IonSweep.Report;

/// <summary>What a reader must know about the generators; the rest is <see cref="Sweeps.Reporting.ReportWarnings"/>.</summary>
public static class GeneratorWarnings
{
    /// <summary>One sentence a warning; empty when there is nothing to say.</summary>
    public static IReadOnlyList<string> Of(SweepReport report)
    {
        List<string> warnings = [];
        foreach (GeneratorDetail generator in report.Generators)
        {
            if (generator.CapHit)
                warnings.Add(
                    $"Fold {generator.Fold}, generator {generator.Generator} trained until the cap of "
                        + $"{report.Spec.Generator.EpochCap} epochs.");
            if (generator.Divergence.Count > 0 && generator.ActiveLatents == 0)
                warnings.Add(
                    $"Fold {generator.Fold}, generator {generator.Generator} collapsed: no latent is active, so it generates the "
                        + $"mean spectrum.");
        }
        return warnings;
    }
}
