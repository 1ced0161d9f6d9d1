namespace IonSweep.Learning.Gpu.Programs;

/// <summary>What becomes of a layer's sums, and of the deltas that go back to them.</summary>
internal enum Activation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>σ(z); its derivative is had from the activations.</summary>
    Sigmoid,

    /// <summary>z·σ(z).</summary>
    Silu,

    /// <summary>z·σ(z), and its derivative is kept.</summary>
    SiluWithDerivative,
}
