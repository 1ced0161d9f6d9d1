using ILGPU;
using IonSweep.Learning.Gpu.Programs;

namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>All memory that a launch works on.</summary>
internal struct DeviceMemory
{
    /// <summary>Spectra, values, parameters, workspaces; the same memory as <see cref="Floats"/>.</summary>
    public ArrayView<Float4> Quads;

    /// <summary>The same memory as <see cref="Quads"/>.</summary>
    public ArrayView<float> Floats;

    /// <summary>The same memory as <see cref="Quads"/>.</summary>
    public ArrayView<double> Doubles;

    /// <summary>Places of rows; orders of rows.</summary>
    public ArrayView<int> Integers;

    /// <summary>Losses.</summary>
    public ArrayView<double> Losses;

    /// <summary>Operations, <see cref="Op.Size"/> integers each: those of a training step, then those of validation.</summary>
    public ArrayView<int> Program;

    /// <summary>The next job that nobody has taken, then <see cref="JobField.Count"/> integers a job.</summary>
    public ArrayView<int> Jobs;

    /// <summary>β₁ᵗ and β₂ᵗ of each job.</summary>
    public ArrayView<double> Powers;
}

/// <summary>What all networks of a launch have in common.</summary>
internal struct NetworkShape
{
    /// <summary>Operations of a training step and of validation.</summary>
    public int TrainingOps, ValidationOps;

    /// <summary>Rows of a step; of a part of validation.</summary>
    public int BatchSize, ValidationRows;

    /// <summary>Floats of the parameters.</summary>
    public int ParameterCount;

    /// <summary>Values a row: targets, conditions, auxiliary quantities.</summary>
    public int Values;

    /// <summary>Targets that the validation loss is the mean over; 0 for a VAE.</summary>
    public int Targets;

    /// <summary>Options of Adam.</summary>
    public double LearningRate, Beta1, Beta2, Epsilon;
}
