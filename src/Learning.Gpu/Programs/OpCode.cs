namespace IonSweep.Learning.Gpu.Programs;

/// <summary>What one operation of a network's program computes for the rows of a batch.</summary>
internal enum OpCode
{
    /// <summary>output = activation(bias + input · weights).</summary>
    Forward,

    /// <summary>inputDelta = delta · weightsᵀ, times the sigmoid's derivative where asked for.</summary>
    InputDelta,

    /// <summary>weights and biases step along their gradient.</summary>
    Update,

    /// <summary>a = σ(z).</summary>
    Sigmoid,

    /// <summary>δ of a regression network's outputs, and the squared errors' sum.</summary>
    TargetErrors,

    /// <summary>Noise of the batch's rows.</summary>
    Noise,

    /// <summary>Latents, σ, conditions beside the latents, and the divergence in chains.</summary>
    SampleLatents,

    /// <summary>δ of reconstructed spectra, and the squared errors in chains.</summary>
    SpectrumErrors,

    /// <summary>The chains' sums.</summary>
    SumChains,

    /// <summary>δ of means and log variances.</summary>
    LatentDelta,
}
