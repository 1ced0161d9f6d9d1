using TorchSharp;
using static TorchSharp.torch;

namespace IonSweep.Learning.Torch.Layouts;

/// <summary>
/// One buffer of numbers of all networks of a stack: S bundles × (W·P), with W networks in a bundle and P parameters in a network. In a
/// bundle layer follows layer, and in a layer network follows network, so that the first layers of a bundle are one matrix. Views of
/// some bundles serve the steps that only these make.
/// </summary>
internal sealed class StackedParameters : IDisposable
{
    private readonly NetworkLayout _layout;
    private readonly int _width;

    /// <summary>A zeroed buffer.</summary>
    public StackedParameters(NetworkLayout layout, int bundles, int width, Device device)
        : this(layout, width, zeros([bundles, (long)width * layout.Count], device: device).DetachFromDisposeScope())
    {
    }

    private StackedParameters(NetworkLayout layout, int width, Tensor flat)
    {
        _layout = layout;
        _width = width;
        Flat = flat;
        long bundles = flat.shape[0];
        Layers = new Tensor[layout.Layers.Count];
        for (int l = 0; l < Layers.Length; l++)
        {
            LayerSize size = layout.Layers[l];
            using Tensor part = flat.narrow(1, (long)width * layout.Offsets[l], (long)width * size.Count);
            Layers[l] = part.view(bundles, width, size.Outputs, size.Columns).DetachFromDisposeScope();
            if (l == 0) First = part.view(bundles, (long)width * size.Outputs, size.Columns).DetachFromDisposeScope();
        }
    }

    /// <summary>S × W·P.</summary>
    public Tensor Flat { get; }

    /// <summary>Each layer: S × W × outputs × (inputs + 1).</summary>
    public Tensor[] Layers { get; }

    /// <summary>The first layer with a bundle's networks under one another: S × W·outputs × (inputs + 1).</summary>
    public Tensor First { get; } = null!;

    /// <summary>The same numbers, of some bundles only.</summary>
    public StackedParameters Of(int firstBundle, int bundles) =>
        new(_layout, _width, Flat.narrow(0, firstBundle, bundles).DetachFromDisposeScope());

    /// <summary>Writes one network's P numbers.</summary>
    public void Write(int slot, ReadOnlySpan<float> values)
    {
        for (int l = 0; l < Layers.Length; l++)
        {
            using Tensor part = Part(slot, l), host = tensor(values.Slice(_layout.Offsets[l], _layout.Layers[l].Count).ToArray());
            part.copy_(host);
        }
    }

    /// <summary>Reads one network's P numbers.</summary>
    public void Read(int slot, Span<float> values)
    {
        for (int l = 0; l < Layers.Length; l++)
        {
            using Tensor part = Part(slot, l), host = part.cpu();
            host.data<float>().CopyTo(values.Slice(_layout.Offsets[l], _layout.Layers[l].Count));
        }
    }

    /// <summary>Takes one network's numbers from another stack.</summary>
    public void Take(int slot, StackedParameters other, int otherSlot)
    {
        for (int l = 0; l < Layers.Length; l++)
        {
            using Tensor part = Part(slot, l), source = other.Part(otherSlot, l);
            part.copy_(source);
        }
    }

    public void Dispose()
    {
        foreach (Tensor layer in Layers) layer.Dispose();
        First.Dispose();
        Flat.Dispose();
    }

    private Tensor Part(int slot, int layer)
    {
        using Tensor bundle = Flat.select(0, slot / _width);
        int count = _layout.Layers[layer].Count;
        return bundle.narrow(0, (long)_width * _layout.Offsets[layer] + (long)slot % _width * count, count);
    }
}
