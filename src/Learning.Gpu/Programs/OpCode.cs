namespace IonSweep.Learning.Gpu.Programs;

/// <summary>What one operation of a network's program computes for the rows of a batch.</summary>
internal enum OpCode
{
    /// <summary>output = activation(bias + input · weights), for every window.</summary>
    Forward,

    /// <summary>inputDelta = delta · weightsᵀ, times the activation's derivative.</summary>
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

    /// <summary>Spectra with zeros on both sides.</summary>
    PadSpectra,

    /// <summary>Deltas of a convolution's inputs, times the derivative of the activation below.</summary>
    ConvolutionDelta,

    /// <summary>Mean of neighbouring positions.</summary>
    Pool,

    /// <summary>Its share in the deltas, times the derivative of the activation below.</summary>
    PoolDelta,

    /// <summary>δ of a multitask network's outputs, its loss, and a step of the tasks' log variances.</summary>
    TaskErrors,
}
