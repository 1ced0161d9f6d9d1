using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Networks;
using IonSweep.Spectra.Formulas;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Artifacts;

namespace IonSweep.Sweeps.Models;

/// <summary>A multilayer perceptron with K outputs: <c>layers.i.weight</c> [outputs, inputs] and <c>.bias</c>.</summary>
/// <param name="Weights">Of the best epoch.</param>
public sealed record RegressionNetwork(MlpWeights Weights) : IFormulaModel
{
    /// <summary>Value of <see cref="Kind"/>.</summary>
    public const string KindName = "regression-network";

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public IReadOnlyList<SafetensorsTensor> Tensors => [.. Weights.Layers.SelectMany((layer, i) => DenseTensors.Of($"layers.{i}", layer))];

    /// <inheritdoc/>
    public IReadOnlyList<(string Key, string Value)> Description =>
        [("architecture", Weights.Architecture.Slug), ("activation", "sigmoid, last layer linear")];

    /// <inheritdoc/>
    public float[] Predict(NetworkEvaluator evaluator, RowSet spectra) => evaluator.Predict(Weights, spectra);

    /// <inheritdoc/>
    public FormulaValue Write(IFormulas formulas, FormulaValue scaled) => NetworkFormulas.Write(Weights, formulas, scaled);

    /// <summary>The network of a file.</summary>
    /// <exception cref="DamagedArtifactException">Says what is wrong.</exception>
    public static RegressionNetwork Read(SafetensorsFile file) => new(MlpFile.Read(file));
}
