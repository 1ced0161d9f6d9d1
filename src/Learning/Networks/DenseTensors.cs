using IonSweep.Spectra.Storage;

namespace IonSweep.Learning.Networks;

/// <summary>
/// One layer as two tensors, named and shaped as PyTorch's Linear: <c>name.weight</c> [outputs, inputs] and <c>name.bias</c> [outputs].
/// </summary>
public static class DenseTensors
{
    /// <summary>The tensors of a layer.</summary>
    public static IEnumerable<SafetensorsTensor> Of(string name, DenseWeights layer) =>
    [
        SafetensorsTensor.Of($"{name}.weight", [layer.Outputs, layer.Inputs], layer.Weight),
        SafetensorsTensor.Of($"{name}.bias", [layer.Outputs], layer.Bias),
    ];

    /// <summary>The layer of this name.</summary>
    /// <exception cref="DamagedArtifactException">A tensor is missing or of another shape; says which.</exception>
    public static DenseWeights Read(SafetensorsFile file, string name)
    {
        IReadOnlyList<int> shape = file[$"{name}.weight"].Shape;
        if (shape.Count != 2 || shape[0] < 1 || shape[1] < 1)
            throw new DamagedArtifactException(
                $"{file.Source}: tensor '{name}.weight' has shape [{string.Join(", ", shape)}]; expected [outputs, inputs].");
        return new DenseWeights(shape[1], shape[0], file.Float32($"{name}.weight"), file.Float32($"{name}.bias", [shape[0]]));
    }

    /// <summary>Refuses layers that do not follow on each other.</summary>
    internal static void RequireInputs(SafetensorsFile file, string name, DenseWeights layer, int inputs)
    {
        if (layer.Inputs != inputs)
            throw new DamagedArtifactException(
                $"{file.Source}: layer '{name}' has {layer.Inputs} inputs; the layer before gives {inputs}.");
    }
}
