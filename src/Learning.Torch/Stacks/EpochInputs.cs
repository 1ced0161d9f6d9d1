namespace IonSweep.Learning.Torch.Stacks;

/// <summary>What changes from epoch to epoch, computed on the host: T steps of S bundles with B rows each, L noise a row.</summary>
internal sealed class EpochInputs
{
    public EpochInputs(int steps, int bundles, int batch, int noisePerRow)
    {
        Rows = new long[steps * bundles * batch];
        StepSizes = new float[steps * bundles];
        Epsilons = new float[StepSizes.Length];
        Noise = new float[checked(Rows.Length * noisePerRow)];
        Powers = new (double, double)[bundles];
    }

    /// <summary>
    /// T × S × B. A row is its place among all bundles' training rows, one bundle after the other; a bundle whose epoch is over, or whose
    /// last batch is short, is filled up with its first row.
    /// </summary>
    public long[] Rows { get; }

    /// <summary>T × S × B × L.</summary>
    public float[] Noise { get; }

    /// <summary>Adam's s, T × S; see <see cref="AdamUpdate"/>.</summary>
    public float[] StepSizes { get; }

    /// <summary>Adam's ε', T × S.</summary>
    public float[] Epsilons { get; }

    /// <summary>Each bundle's β₁ᵗ and β₂ᵗ at the end of the epoch.</summary>
    public (double Beta1, double Beta2)[] Powers { get; }
}
