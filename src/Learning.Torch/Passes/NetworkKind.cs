using IonSweep.Learning.Networks;
using IonSweep.Learning.Torch.Stacks;

namespace IonSweep.Learning.Torch.Passes;

/// <summary>What distinguishes kinds of networks for a stack.</summary>
internal abstract class NetworkKind
{
    public abstract NetworkLayout Layout { get; }

    /// <summary>K, targets or conditions beside each spectrum; 0 for none.</summary>
    public abstract int ValuesPerRow { get; }

    /// <summary>Noise of each row and pass; 0 for none.</summary>
    public abstract int NoisePerRow { get; }

    /// <summary>Most networks that can share spectra.</summary>
    public abstract int WidestBundle { get; }

    /// <summary>The loss of a row is a sum over so many outputs, of which it is the mean.</summary>
    public abstract int MeanOver { get; }

    /// <summary>Widths of all layers together, by which activations take memory.</summary>
    public long NeuronsPerRow => Layout.Layers.Sum(layer => (long)layer.Outputs + 1);

    public abstract IPass Pass(StackedParameters values, StackedParameters? gradient, int width, int rows);
}

/// <summary>Regression networks.</summary>
internal sealed class MlpKind(MlpArchitecture architecture) : NetworkKind
{
    public override NetworkLayout Layout { get; } = NetworkLayout.Of(architecture);

    public override int ValuesPerRow => architecture.Outputs;

    public override int NoisePerRow => 0;

    public override int WidestBundle => int.MaxValue;

    public override int MeanOver => architecture.Outputs;

    public override IPass Pass(StackedParameters values, StackedParameters? gradient, int width, int rows) =>
        new MlpPass(Layout, values, gradient, width, rows);
}

/// <summary>VAEs or cVAEs.</summary>
internal sealed class VaeKind(VaeArchitecture architecture) : NetworkKind
{
    public override NetworkLayout Layout { get; } = NetworkLayout.Of(architecture);

    public override int ValuesPerRow => architecture.Conditions;

    public override int NoisePerRow => architecture.Latents;

    public override int WidestBundle => 1;

    public override int MeanOver => 1;

    public override IPass Pass(StackedParameters values, StackedParameters? gradient, int width, int rows) =>
        new VaePass(architecture, values, gradient, rows);
}
