using IonSweep.Learning.Torch.Groups;
using IonSweep.Learning.Torch.Layouts;
using IonSweep.Learning.Torch.Passes;
using IonSweep.Spectra.Streams;
using TorchSharp;
using static TorchSharp.torch;

namespace IonSweep.Learning.Torch.Stacks;

/// <summary>Validation rows of all bundles, gathered once, in parts of at most 256 rows; bundles with fewer rows are filled up.</summary>
internal sealed class ValidationPass : IDisposable
{
    private const int PartRows = 256;
    private static readonly Scalar Half = 0.5f;

    private readonly List<Part> _parts = [];
    private readonly List<IPass> _passes = [];

    public ValidationPass(Bundle[] bundles, int width, NetworkKind kind, StackedParameters values, SpectraTable table)
    {
        Device device = values.Flat.device;
        int most = bundles.Max(bundle => bundle.Networks[0].Validation.Count), valueWidth = width * kind.ValuesPerRow,
            noise = kind.NoisePerRow;
        for (int first = 0; first < most; first += PartRows)
        {
            int rows = Math.Min(PartRows, most - first);
            if (_passes.Count == 0 || rows != PartRows) _passes.Add(kind.Pass(values, null, width, rows));
            long[] spectra = new long[bundles.Length * rows];
            float[] beside = new float[spectra.Length * valueWidth], weights = new float[spectra.Length],
                noises = new float[spectra.Length * noise];
            for (int b = 0; b < bundles.Length; b++)
            {
                NetworkInTraining any = bundles[b].Networks[0];
                int total = any.Validation.Count, count = Math.Clamp(total - first, 0, rows), place = b * rows;
                spectra.AsSpan(place, rows).Fill(table.RowOf(any.Validation.Rows, 0));
                weights.AsSpan(place, count).Fill((float)(2.0 / ((double)total * kind.MeanOver)));
                for (int r = 0; r < count; r++)
                {
                    spectra[place + r] = table.RowOf(any.Validation.Rows, first + r);
                    Stack.CopyValues(bundles[b], network => network.Validation, first + r,
                        beside.AsSpan((place + r) * valueWidth, valueWidth));
                    if (noise > 0)
                        NormalStream.Fill(any.Noise!.Value.Validation, (ulong)(first + r) * EpochOrder.NoiseStride(noise),
                            noises.AsSpan((place + r) * noise, noise));
                }
            }
            using Tensor rowsOfTable = tensor(spectra, device: device);
            using Tensor gathered = table.Values.index_select(0, rowsOfTable);
            _parts.Add(new Part(
                _passes[^1],
                gathered.view(bundles.Length, rows, -1).DetachFromDisposeScope(),
                valueWidth > 0 ? tensor(beside, [spectra.Length, valueWidth], device: device).DetachFromDisposeScope() : null,
                tensor(weights, _passes[^1].WeightShape, device: device).DetachFromDisposeScope(),
                noise > 0 ? tensor(noises, [bundles.Length, rows, noise], device: device).DetachFromDisposeScope() : null));
        }
    }

    /// <summary>Writes the validation loss of every network.</summary>
    public void Run(Tensor losses)
    {
        losses.zero_();
        foreach (Part part in _parts)
        {
            using DisposeScope scope = NewDisposeScope();
            losses.add_(part.Pass.Loss(part.Spectra, part.Values, part.Weights, part.Noise), Half);
        }
    }

    public void Dispose()
    {
        foreach (Part part in _parts) part.Dispose();
        foreach (IPass pass in _passes) pass.Dispose();
    }

    private sealed record Part(IPass Pass, Tensor Spectra, Tensor? Values, Tensor Weights, Tensor? Noise) : IDisposable
    {
        public void Dispose()
        {
            Spectra.Dispose();
            Values?.Dispose();
            Weights.Dispose();
            Noise?.Dispose();
        }
    }
}
