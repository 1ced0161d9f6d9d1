using IonSweep.Learning.Tasks;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Torch.Stacks;

/// <summary>Order of rows, noise and Adam's constants, epoch after epoch; the next epoch's are computed while a device trains.</summary>
internal sealed class EpochOrder
{
    private readonly Bundle[] _bundles;
    private readonly long[] _firstRows;
    private readonly int _batch, _steps, _noisePerRow;
    private readonly int[] _permutation;
    private readonly bool _ahead;
    private EpochInputs _inUse, _spare;
    private (double Beta1, double Beta2)[] _powers; // at the end of the last epoch that was computed
    private int _computed; // epochs
    private Task? _coming;

    /// <param name="bundles">S bundles, those with most steps first.</param>
    /// <param name="batch">B.</param>
    /// <param name="noisePerRow">L, 0 for none.</param>
    /// <param name="ahead">Compute the next epoch's on another thread meanwhile.</param>
    public EpochOrder(Bundle[] bundles, int batch, int noisePerRow, bool ahead)
    {
        _bundles = bundles;
        _batch = batch;
        _noisePerRow = noisePerRow;
        _ahead = ahead;
        _steps = bundles[0].Steps;
        _permutation = new int[bundles.Max(bundle => bundle.Rows)];
        _firstRows = new long[bundles.Length];
        for (int b = 1; b < bundles.Length; b++) _firstRows[b] = _firstRows[b - 1] + bundles[b - 1].Rows;
        _powers = [.. bundles.Select(bundle => bundle.Powers)];
        _spare = new EpochInputs(_steps, bundles.Length, batch, noisePerRow);
        _inUse = ahead ? new EpochInputs(_steps, bundles.Length, batch, noisePerRow) : _spare;
    }

    /// <summary>Elements from one row's noise to the next in its stream, which comes in groups of 64.</summary>
    public static ulong NoiseStride(int noisePerRow) => (ulong)(noisePerRow + 63) / 64 * 64;

    /// <summary>The coming epoch's; valid until the next call.</summary>
    public EpochInputs Next()
    {
        if (_coming is null) Compute();
        else _coming.GetAwaiter().GetResult();
        (_inUse, _spare) = (_spare, _inUse);
        if (_ahead) _coming = Task.Run(Compute);
        return _inUse;
    }

    /// <summary>Fills in the spare inputs.</summary>
    private void Compute()
    {
        EpochInputs inputs = _spare;
        for (int b = 0; b < _bundles.Length; b++)
        {
            Bundle bundle = _bundles[b];
            TrainingOptions options = bundle.Networks[0].Options;
            ulong epoch = (ulong)(bundle.FirstEpoch + _computed);
            Span<int> order = _permutation.AsSpan(0, bundle.Rows);
            Permutation.Fill(bundle.Networks[0].BatchOrder, epoch, order);
            (double beta1Power, double beta2Power) = _powers[b];
            for (int step = 0; step < _steps; step++)
            {
                int at = step * _bundles.Length + b, place = at * _batch, count = Math.Clamp(bundle.Rows - step * _batch, 0, _batch);
                Span<long> rows = inputs.Rows.AsSpan(place, _batch);
                for (int r = 0; r < count; r++) rows[r] = _firstRows[b] + order[step * _batch + r];
                rows[count..].Fill(_firstRows[b]);
                if (count == 0) continue;
                beta1Power *= options.Beta1;
                beta2Power *= options.Beta2;
                double root = Math.Sqrt(1 - beta2Power);
                inputs.StepSizes[at] = (float)(options.LearningRate * root / (1 - beta1Power));
                inputs.Epsilons[at] = (float)(options.Epsilon * root);
                if (_noisePerRow > 0)
                    FillNoise(bundle, epoch, order.Slice(step * _batch, count), inputs.Noise.AsSpan(place * _noisePerRow));
            }
            inputs.Powers[b] = (beta1Power, beta2Power);
        }
        _powers = [.. inputs.Powers];
        _computed++;
    }

    private void FillNoise(Bundle bundle, ulong epoch, ReadOnlySpan<int> rows, Span<float> noise)
    {
        StreamKey stream = bundle.Networks[0].Noise!.Value.Training;
        ulong firstRow = epoch * (ulong)bundle.Rows, stride = NoiseStride(_noisePerRow);
        for (int r = 0; r < rows.Length; r++)
            NormalStream.Fill(stream, (firstRow + (ulong)rows[r]) * stride, noise.Slice(r * _noisePerRow, _noisePerRow));
    }
}
