using IonSweep.Learning.Tasks;
using IonSweep.Learning.Torch.Groups;
using IonSweep.Learning.Torch.Layouts;
using IonSweep.Learning.Torch.Passes;
using IonSweep.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace IonSweep.Learning.Torch.Stacks;

/// <summary>
/// Networks trained together: S bundles of W slots. Slots that no network fills, or whose network has ended, are computed and ignored.
/// Nothing is allocated on the device between one epoch and the next but what an operation frees again.
/// </summary>
internal sealed class Stack : IDisposable
{
    private readonly Bundle[] _bundles;
    private readonly NetworkInTraining?[] _slots;
    private readonly int _width;
    private readonly NetworkKind _kind;
    private readonly Place _place;
    private readonly SpectraTable _table;
    private readonly StackBuffers _buffers;
    private readonly EpochOrder _order;
    private readonly List<StepRange> _ranges = [];
    private readonly ValidationPass _validation;
    private readonly Tensor _tableRows; // of every bundle's training rows
    private readonly Tensor? _values; // targets or conditions of every bundle's training rows
    private readonly double[] _losses;

    /// <param name="networks">Networks with equal Adam options and batch size; at least one.</param>
    /// <param name="kind">Their kind.</param>
    /// <param name="copies">Spectra on the device.</param>
    /// <param name="place">Where to train.</param>
    public Stack(IReadOnlyCollection<NetworkInTraining> networks, NetworkKind kind, SpectraOnDevice copies, Place place)
    {
        _place = place;
        Device device = place.Device;
        _kind = kind;
        TrainingOptions options = networks.First().Options;
        int batch = Math.Min(options.BatchSize, networks.Max(network => network.Training.Count));
        (_bundles, _width) = Bundle.Form(networks, batch, kind.WidestBundle);
        _slots = new NetworkInTraining?[_bundles.Length * _width];
        for (int b = 0; b < _bundles.Length; b++)
            for (int i = 0; i < _bundles[b].Networks.Count; i++) _slots[b * _width + i] = _bundles[b].Networks[i];
        _losses = new double[_slots.Length];

        _table = new SpectraTable(
            [.. networks.SelectMany(network => network.Training.Rows.Matrices.Concat(network.Validation.Rows.Matrices)).Distinct()],
            copies);
        try
        {
            _buffers = new StackBuffers(kind.Layout, _bundles.Length, _width, _bundles[0].Steps, batch, kind.NoisePerRow, device);
            _order = new EpochOrder(_bundles, batch, kind.NoisePerRow, ahead: place.IsLaunchBound);
            (_tableRows, _values) = TrainingRowsOf(device);
            FillWeights();
            // On a CPU a few networks at a time go through their epoch, as many as its caches hold.
            int together = place.IsLaunchBound ? _bundles.Length : Math.Max(1, place.NetworksAtOnce / _width);
            for (int firstBundle = 0; firstBundle < _bundles.Length; firstBundle += together)
                AddRanges(options, firstBundle, Math.Min(together, _bundles.Length - firstBundle));
            _validation = new ValidationPass(_bundles, _width, kind, _buffers.Values, _table);
        }
        catch
        {
            Dispose(); // no room on the device: the spectra are given back
            throw;
        }
    }

    /// <summary>Slots, filled or not.</summary>
    public int Slots => _slots.Length;

    /// <summary>Networks and the slots that they fill.</summary>
    public IEnumerable<(int Slot, NetworkInTraining Network)> Networks =>
        _slots.Select((network, slot) => (slot, network)).Where(pair => pair.network is not null)!;

    /// <summary>Puts parameters into a slot.</summary>
    public void Write(int slot, Parameters parameters)
    {
        _buffers.Values.Write(slot, parameters.Values.Span);
        _buffers.First.Write(slot, parameters.First.Span);
        _buffers.Second.Write(slot, parameters.Second.Span);
        _buffers.Best.Write(slot, parameters.Best.Span);
    }

    /// <summary>Takes a network's parameters from another stack.</summary>
    public void Take(int slot, Stack other, int otherSlot)
    {
        _buffers.Values.Take(slot, other._buffers.Values, otherSlot);
        _buffers.First.Take(slot, other._buffers.First, otherSlot);
        _buffers.Second.Take(slot, other._buffers.Second, otherSlot);
        _buffers.Best.Take(slot, other._buffers.Best, otherSlot);
    }

    /// <summary>Reads a slot's parameters.</summary>
    public void Read(int slot, Parameters parameters)
    {
        _buffers.Values.Read(slot, parameters.Values.Span);
        _buffers.First.Read(slot, parameters.First.Span);
        _buffers.Second.Read(slot, parameters.Second.Span);
        _buffers.Best.Read(slot, parameters.Best.Span);
    }

    /// <summary>Reads a slot's parameters of the best epoch.</summary>
    public float[] ReadBest(int slot)
    {
        float[] best = new float[_kind.Layout.Count];
        _buffers.Best.Read(slot, best);
        return best;
    }

    /// <summary>
    /// Trains all networks for one epoch. The host waits for the device once, for the losses: mean training loss and validation loss of
    /// every slot.
    /// </summary>
    public (float Training, float Validation)[] RunEpoch()
    {
        using DisposeScope scope = NewDisposeScope();
        EpochInputs inputs = _order.Next();
        Device device = _place.Device;
        _buffers.Rows.copy_(tensor(inputs.Rows, device: device));
        _buffers.SpectraRows.copy_(_tableRows.index_select(0, _buffers.Rows));
        if (_buffers.Noise is not null) _buffers.Noise.copy_(tensor(inputs.Noise, device: device));
        if (_place.IsLaunchBound)
        {
            _buffers.InverseStep.copy_(tensor(Array.ConvertAll(inputs.StepSizes, size => size > 0 ? 1 / size : 0), device: device));
            _buffers.EpsilonOverStep.copy_(tensor(inputs.Epsilons.Select(
                (epsilon, i) => inputs.StepSizes[i] > 0 ? epsilon / inputs.StepSizes[i] : 0).ToArray(), device: device));
        }
        _buffers.LossSum.zero_();
        foreach (StepRange range in _ranges) range.Run(_table.Values, _values, inputs);
        _validation.Run(_buffers.ValidationLoss);

        using Tensor losses = stack([_buffers.LossSum, _buffers.ValidationLoss]).cpu();
        double[] read = losses.data<double>().ToArray();
        (float, float)[] result = new (float, float)[Slots];
        for (int b = 0; b < _bundles.Length; b++)
        {
            Bundle bundle = _bundles[b];
            foreach (NetworkInTraining network in bundle.Networks) network.Progress.Powers = inputs.Powers[b];
            for (int slot = b * _width; slot < (b + 1) * _width; slot++)
                result[slot] = ((float)(read[slot] / bundle.Rows), (float)read[Slots + slot]);
        }
        return result;
    }

    /// <summary>Keeps the parameters of these slots as their best.</summary>
    public void KeepBest(bool[] slots)
    {
        if (!slots.Contains(true)) return;
        if (Array.TrueForAll(slots, keep => keep))
        {
            _buffers.Best.Flat.copy_(_buffers.Values.Flat);
            return;
        }
        using DisposeScope scope = NewDisposeScope();
        Tensor mask = tensor(slots, [_bundles.Length, _width, 1, 1], device: _place.Device);
        for (int l = 0; l < _buffers.Best.Layers.Length; l++)
            _buffers.Best.Layers[l].copy_(where(mask, _buffers.Values.Layers[l], _buffers.Best.Layers[l]));
    }

    public void Dispose()
    {
        _validation?.Dispose();
        foreach (StepRange range in _ranges) range.Dispose();
        _values?.Dispose();
        _tableRows?.Dispose();
        _buffers?.Dispose();
        _table.Dispose();
    }

    /// <summary>Values of one row of a bundle, network after network.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="part">Training or validation rows.</param>
    /// <param name="row">Row.</param>
    /// <param name="values">Width × K; what no network fills stays as it is.</param>
    public static void CopyValues(Bundle bundle, Func<NetworkInTraining, TrainingRows> part, int row, Span<float> values)
    {
        foreach (NetworkInTraining network in bundle.Networks)
        {
            TrainingRows rows = part(network);
            rows.Values.AsSpan(row * rows.Width, rows.Width).CopyTo(values);
            values = values[rows.Width..];
        }
    }

    private (Tensor TableRows, Tensor? Values) TrainingRowsOf(Device device)
    {
        int total = _bundles.Sum(bundle => bundle.Rows), valueWidth = _width * _kind.ValuesPerRow, place = 0;
        long[] tableRows = new long[total];
        float[] values = new float[checked(total * valueWidth)];
        foreach (Bundle bundle in _bundles)
            for (int row = 0; row < bundle.Rows; row++, place++)
            {
                tableRows[place] = _table.RowOf(bundle.Networks[0].Training.Rows, row);
                CopyValues(bundle, network => network.Training, row, values.AsSpan(place * valueWidth, valueWidth));
            }
        return (
            tensor(tableRows, device: device).DetachFromDisposeScope(),
            valueWidth > 0 ? tensor(values, [total, valueWidth], device: device).DetachFromDisposeScope() : null);
    }

    /// <summary>Bundles are sorted by steps: the first ones go on after the others.</summary>
    private void AddRanges(TrainingOptions options, int firstBundle, int count)
    {
        List<StepRange> ranges = [];
        int end = _bundles[firstBundle].Steps;
        for (int bundles = 1; bundles <= count; bundles++)
        {
            int first = bundles == count ? 0 : _bundles[firstBundle + bundles].Steps;
            if (first < end) ranges.Insert(0, new StepRange(_buffers, _kind, options, _place, first, end, firstBundle, bundles));
            end = first;
        }
        _ranges.AddRange(ranges);
    }

    /// <summary>Batches are full but for the last of each bundle; what fills up has no weight.</summary>
    private void FillWeights()
    {
        float[] weights = new float[_buffers.Weights.numel()];
        double[] halfRows = new double[_buffers.HalfRows.numel()];
        for (int b = 0; b < _bundles.Length; b++)
            for (int step = 0; step < _bundles[b].Steps; step++)
            {
                int count = Math.Min(_buffers.Batch, _bundles[b].Rows - step * _buffers.Batch), at = step * _bundles.Length + b;
                weights.AsSpan(at * _buffers.Batch, count).Fill((float)(2.0 / ((double)count * _kind.MeanOver)));
                halfRows.AsSpan(at * _width, _width).Fill(0.5 * count);
            }
        using DisposeScope scope = NewDisposeScope();
        _buffers.Weights.copy_(tensor(weights));
        _buffers.HalfRows.copy_(tensor(halfRows));
    }
}
