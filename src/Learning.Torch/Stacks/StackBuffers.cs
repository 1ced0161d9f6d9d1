using IonSweep.Learning.Torch.Layouts;
using TorchSharp;
using static TorchSharp.torch;

namespace IonSweep.Learning.Torch.Stacks;

/// <summary>
/// A stack's memory on the device: S bundles of W networks, T steps an epoch, batches of B rows, L noise a row.
/// </summary>
internal sealed class StackBuffers : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    public StackBuffers(NetworkLayout layout, int bundles, int width, int steps, int batch, int noisePerRow, Device device)
    {
        (Bundles, Width, Steps, Batch) = (bundles, width, steps, batch);
        StackedParameters Parameters() => Own(new StackedParameters(layout, bundles, width, device));
        Tensor Numbers(long count, ScalarType type = ScalarType.Float32) => Own(zeros([count], type, device).DetachFromDisposeScope());
        (Values, First, Second, Best, Gradient) = (Parameters(), Parameters(), Parameters(), Parameters(), Parameters());
        long rows = (long)steps * bundles * batch;
        Rows = Numbers(rows, ScalarType.Int64);
        SpectraRows = Numbers(rows, ScalarType.Int64);
        Weights = Numbers(rows);
        Noise = noisePerRow > 0 ? Numbers(rows * noisePerRow) : null;
        HalfRows = Numbers((long)steps * bundles * width, ScalarType.Float64);
        EpsilonOverStep = Numbers((long)steps * bundles);
        InverseStep = Numbers((long)steps * bundles);
        LossSum = Numbers((long)bundles * width, ScalarType.Float64);
        ValidationLoss = Numbers((long)bundles * width, ScalarType.Float64);
    }

    public int Bundles { get; }

    public int Width { get; }

    public int Steps { get; }

    public int Batch { get; }

    public StackedParameters Values { get; }

    /// <summary>Adam's first moments.</summary>
    public StackedParameters First { get; }

    /// <summary>Adam's second moments.</summary>
    public StackedParameters Second { get; }

    /// <summary>Parameters of each network's best epoch.</summary>
    public StackedParameters Best { get; }

    public StackedParameters Gradient { get; }

    /// <summary>T·S·B places among the training rows.</summary>
    public Tensor Rows { get; }

    /// <summary>T·S·B rows of the table of spectra.</summary>
    public Tensor SpectraRows { get; }

    /// <summary>T·S·B; twice each row's share in its batch's loss.</summary>
    public Tensor Weights { get; }

    /// <summary>T·S·B·L; null for networks without noise.</summary>
    public Tensor? Noise { get; }

    /// <summary>T·S·W; half the rows of each network's batch.</summary>
    public Tensor HalfRows { get; }

    /// <summary>T·S; Adam's ε'/s.</summary>
    public Tensor EpsilonOverStep { get; }

    /// <summary>T·S; Adam's 1/s.</summary>
    public Tensor InverseStep { get; }

    /// <summary>S·W; losses of the epoch's rows.</summary>
    public Tensor LossSum { get; }

    /// <summary>S·W.</summary>
    public Tensor ValidationLoss { get; }

    public void Dispose()
    {
        foreach (IDisposable owned in _owned) owned.Dispose();
    }

    private T Own<T>(T owned)
        where T : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }
}
