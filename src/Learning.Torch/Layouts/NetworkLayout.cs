using IonSweep.Learning.Networks;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Torch.Layouts;

/// <summary>A fully connected layer: weights and bias of output o are o-th row of an outputs × (inputs + 1) matrix.</summary>
/// <param name="Inputs">Inputs without the constant one that the bias multiplies.</param>
/// <param name="Outputs">Outputs.</param>
internal readonly record struct LayerSize(int Inputs, int Outputs)
{
    /// <summary>Inputs and the constant one.</summary>
    public int Columns => Inputs + 1;

    /// <summary>Weights and biases.</summary>
    public int Count => checked(Outputs * Columns);
}

/// <summary>Order of one network's P parameters: layer after layer, each row-major with the bias behind its weights.</summary>
internal sealed class NetworkLayout
{
    private NetworkLayout(IEnumerable<LayerSize> layers)
    {
        Layers = [.. layers];
        int[] offsets = new int[Layers.Count];
        int count = 0;
        for (int l = 0; l < offsets.Length; l++)
        {
            offsets[l] = count;
            count = checked(count + Layers[l].Count);
        }
        Offsets = offsets;
        Count = count;
    }

    public IReadOnlyList<LayerSize> Layers { get; }

    /// <summary>Place of each layer's first parameter.</summary>
    public IReadOnlyList<int> Offsets { get; }

    /// <summary>P.</summary>
    public int Count { get; }

    public static NetworkLayout Of(MlpArchitecture architecture) =>
        new(architecture.Sizes.Skip(1).Select((size, l) => new LayerSize(architecture.Sizes[l], size)));

    /// <summary>Encoder's hidden layer and output, decoder's input where it is dense, hidden layer and output.</summary>
    public static NetworkLayout Of(VaeArchitecture architecture)
    {
        int inputs = architecture.Latents + architecture.Conditions;
        List<LayerSize> layers = [new(architecture.Channels, architecture.Hidden), new(architecture.Hidden, 2 * architecture.Latents)];
        if (architecture.DecoderInput == DecoderInput.Dense) layers.Add(new LayerSize(inputs, inputs));
        layers.Add(new LayerSize(inputs, architecture.Hidden));
        layers.Add(new LayerSize(architecture.Hidden, architecture.Channels));
        return new NetworkLayout(layers);
    }

    /// <summary>
    /// Initial parameters: of each layer the weights, [output][input], then the biases, uniform in ±1/√inputs, in the stream's order:
    /// the same numbers as every trainer's.
    /// </summary>
    public float[] Initial(StreamKey stream)
    {
        float[] values = new float[Count];
        ulong element = 0;
        for (int l = 0; l < Layers.Count; l++)
        {
            LayerSize size = Layers[l];
            double bound = 1 / Math.Sqrt(size.Inputs);
            float Draw() => (float)((2 * UniformStream.At(stream, element++) - 1) * bound);
            for (int output = 0; output < size.Outputs; output++)
                for (int input = 0; input < size.Inputs; input++)
                    values[Offsets[l] + output * size.Columns + input] = Draw();
            for (int output = 0; output < size.Outputs; output++)
                values[Offsets[l] + output * size.Columns + size.Inputs] = Draw();
        }
        return values;
    }

    /// <summary>A layer in the layout that other frameworks use.</summary>
    /// <param name="values">P parameters.</param>
    /// <param name="layer">Which layer.</param>
    public DenseWeights Export(ReadOnlySpan<float> values, int layer)
    {
        LayerSize size = Layers[layer];
        float[] weight = new float[size.Outputs * size.Inputs], bias = new float[size.Outputs];
        for (int output = 0; output < size.Outputs; output++)
        {
            ReadOnlySpan<float> row = values.Slice(Offsets[layer] + output * size.Columns, size.Columns);
            row[..size.Inputs].CopyTo(weight.AsSpan(output * size.Inputs));
            bias[output] = row[size.Inputs];
        }
        return new DenseWeights(size.Inputs, size.Outputs, weight, bias);
    }
}
