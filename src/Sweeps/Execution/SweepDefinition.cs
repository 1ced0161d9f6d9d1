using System.Text.Json.Serialization;
using IonSweep.Spectra;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Execution;

/// <summary>Everything that determines a sweep's results; content of its <c>spec.json</c>.</summary>
public sealed record SweepDefinition
{
    /// <summary>Lower-case letters, digits and hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>What was submitted, resolved.</summary>
    public required SweepSpec Spec { get; init; }

    /// <summary>Which data.</summary>
    public required DatasetReference Dataset { get; init; }

    /// <summary>What it holds.</summary>
    public required DatasetFacts Facts { get; init; }

    /// <summary>Numerics version of the spec's trainer.</summary>
    public required int NumericsVersion { get; init; }

    /// <summary>When it was first submitted.</summary>
    public required DateTime CreatedUtc { get; init; }

    /// <summary>When it was extended last; null when it never was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? ExtendedUtc { get; init; }

    /// <summary>Tells this definition from those that had its id before: the ticks of its submission or last extension.</summary>
    [JsonIgnore]
    public long Version => (ExtendedUtc ?? CreatedUtc).Ticks;

    /// <summary>The work.</summary>
    public SweepPlan Plan() => SweepPlan.Create(Spec, [.. Facts.Targets.Select(target => target.Slug)]);

    /// <summary>
    /// What differs from another definition so that its results would; empty when the one can go on with the other's work.
    /// </summary>
    public IReadOnlyList<string> DifferencesTo(SweepDefinition stored)
    {
        List<string> differences = [.. SpecDifferences.Between(stored.Spec, Spec)];
        if (Dataset.Sha256 != stored.Dataset.Sha256)
            differences.Add($"the dataset is {Describe(Dataset)}, was {Describe(stored.Dataset)}");
        if (NumericsVersion != stored.NumericsVersion)
            differences.Add(FormattableString.Invariant(
                $"the numerics version of trainer '{Spec.Trainer}' is {NumericsVersion}, was {stored.NumericsVersion}"));
        return differences;
    }

    /// <summary>What a dataset holds.</summary>
    public static DatasetFacts FactsOf(SpectralDataset dataset) => new(
        dataset.RowCount,
        dataset.SampleIds?.Distinct().Count() ?? dataset.RowCount,
        dataset.Wavelengths,
        [.. dataset.Targets.Select((target, t) =>
        {
            float[] values = dataset.KnownValues(t);
            return new TargetFacts(target.Slug, target.Name, target.Unit, values.Min(), values.Max())
            {
                Missing = dataset.RowCount - values.Length,
            };
        })])
    { AxisUnit = dataset.AxisUnit, Ordinate = dataset.Ordinate };

    private static string Describe(DatasetReference data) => $"'{data.Name}' ({data.Origin}, SHA-256 {data.Sha256[..12]}…)";
}
