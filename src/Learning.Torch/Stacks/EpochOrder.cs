using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Torch.Stacks;

/// <summary>
/// What changes from epoch to epoch, computed on the host: T steps of S bundles with B rows each. A row is its place among all bundles'
/// training rows, one bundle after the other; a bundle whose epoch is over, or whose last batch is short, is filled up with its first row.
/// </summary>
internal sealed class EpochOrder
{
    private readonly Bundle[] _bundles;
    private readonly long[] _firstRows;
    private readonly int _batch, _steps, _noisePerRow;
    private readonly int[] _permutation;

    /// <param name="bundles">S bundles, those with most steps first.</param>
    /// <param name="batch">B.</param>
    /// <param name="noisePerRow">L, 0 for none.</param>
    public EpochOrder(Bundle[] bundles, int batch, int noisePerRow)
    {
        _bundles = bundles;
        _batch = batch;
        _noisePerRow = noisePerRow;
        _steps = bundles[0].Steps;
        _permutation = new int[bundles.Max(bundle => bundle.Rows)];
        _firstRows = new long[bundles.Length];
        for (int b = 1; b < bundles.Length; b++) _firstRows[b] = _firstRows[b - 1] + bundles[b - 1].Rows;
        Rows = new long[_steps * bundles.Length * batch];
        StepSizes = new float[_steps * bundles.Length];
        Epsilons = new float[StepSizes.Length];
        Noise = new float[checked(Rows.Length * noisePerRow)];
    }

    /// <summary>T × S × B.</summary>
    public long[] Rows { get; }

    /// <summary>T × S × B × L.</summary>
    public float[] Noise { get; }

    /// <summary>Adam's s, T × S; see <see cref="AdamUpdate"/>.</summary>
    public float[] StepSizes { get; }

    /// <summary>Adam's ε', T × S.</summary>
    public float[] Epsilons { get; }

    /// <summary>Elements from one row's noise to the next in its stream, which comes in groups of 64.</summary>
    public static ulong NoiseStride(int noisePerRow) => (ulong)(noisePerRow + 63) / 64 * 64;

    /// <summary>Fills in the coming epoch, and moves the bundles' powers of β past it.</summary>
    public void Next()
    {
        for (int b = 0; b < _bundles.Length; b++)
        {
            Bundle bundle = _bundles[b];
            TrainingOptions options = bundle.Networks[0].Options;
            Span<int> order = _permutation.AsSpan(0, bundle.Rows);
            Permutation.Fill(bundle.Networks[0].BatchOrder, (ulong)bundle.Epoch, order);
            for (int step = 0; step < _steps; step++)
            {
                int place = (step * _bundles.Length + b) * _batch, count = Math.Clamp(bundle.Rows - step * _batch, 0, _batch);
                Span<long> rows = Rows.AsSpan(place, _batch);
                for (int r = 0; r < count; r++) rows[r] = _firstRows[b] + order[step * _batch + r];
                rows[count..].Fill(_firstRows[b]);
                if (count == 0) continue;
                bundle.Beta1Power *= options.Beta1;
                bundle.Beta2Power *= options.Beta2;
                double root = Math.Sqrt(1 - bundle.Beta2Power);
                StepSizes[step * _bundles.Length + b] = (float)(options.LearningRate * root / (1 - bundle.Beta1Power));
                Epsilons[step * _bundles.Length + b] = (float)(options.Epsilon * root);
                if (_noisePerRow > 0) FillNoise(bundle, order.Slice(step * _batch, count), place);
            }
        }
    }

    private void FillNoise(Bundle bundle, ReadOnlySpan<int> rows, int place)
    {
        StreamKey stream = bundle.Networks[0].Noise!.Value.Training;
        ulong epoch = (ulong)bundle.Epoch * (ulong)bundle.Rows, stride = NoiseStride(_noisePerRow);
        for (int r = 0; r < rows.Length; r++)
            NormalStream.Fill(stream, (epoch + (ulong)rows[r]) * stride, Noise.AsSpan((place + r) * _noisePerRow, _noisePerRow));
    }
}
