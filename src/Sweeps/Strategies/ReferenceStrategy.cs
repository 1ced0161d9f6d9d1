namespace IonSweep.Sweeps.Strategies;

/// <summary>E: measured spectra only, the reference of every comparison (source A).</summary>
internal sealed class ReferenceStrategy : IStrategy
{
    public string Slug => "e";

    public string Name => "E";

    public string Summary => "measured spectra only, what the others are compared with";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> DependsOn => [];
}
