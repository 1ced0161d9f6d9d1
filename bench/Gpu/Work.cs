namespace IonSweep.Gpu.Bench;

/// <summary>What an epoch of one of the paper's networks takes, by arithmetic.</summary>
/// <param name="Layers">Inputs, outputs and whether deltas go back through it.</param>
/// <param name="Rows">Training rows.</param>
/// <param name="Validation">Validation rows.</param>
internal sealed record Work(IReadOnlyList<(int Inputs, int Outputs, bool Back)> Layers, int Rows, int Validation)
{
    private const int BatchSize = 64;

    /// <summary>911–64–16–1.</summary>
    public static Work Mlp(bool augmented) => new([(911, 64, false), (64, 16, true), (16, 1, true)], augmented ? 5240 : 2620, 749);

    /// <summary>911–256–2×91, 91–91–256–911, or with 8 conditions.</summary>
    public static Work Vae(bool conditioned)
    {
        int inputs = conditioned ? 99 : 91;
        return new([(911, 256, false), (256, 182, true), (inputs, inputs, true), (inputs, 256, true), (256, 911, true)], 2620, 749);
    }

    /// <summary>Steps of an epoch.</summary>
    public int Steps => (Rows + BatchSize - 1) / BatchSize;

    /// <summary>Weights and biases.</summary>
    public long Parameters => Layers.Sum(layer => (layer.Inputs + 1L) * layer.Outputs);

    /// <summary>Floating-point operations of an epoch's matrix products: a multiply-add is two.</summary>
    public double Operations => 2.0 * Layers.Sum(layer => (double)layer.Inputs * layer.Outputs
        * (Rows * (layer.Back ? 3 : 2) + Validation));

    /// <summary>
    /// Bytes of an epoch that must come from beyond a multiprocessor: in a step parameters and moments are read and written, and read once
    /// more for the forward pass; spectra are read twice; in validation weights once for 60 rows, spectra once.
    /// </summary>
    public double Bytes => 4.0 * (Steps * 7.0 * Parameters + 2.0 * Rows * 912 + Math.Ceiling(Validation / 60.0) * Parameters
        + Validation * 912.0);
}
