using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Trust;
using IonSweep.Spectra.Formulas;
using IonSweep.Spectra.Scaling;
using IonSweep.Spectra.Storage;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// A convolutional multitask network, its tensors as in <see cref="CnnFile"/>, and F64 tensors <c>auxiliary_mean</c> and
/// <c>auxiliary_sd</c> [Q] by which computed auxiliary quantities are standardised.
/// </summary>
/// <param name="Weights">Of the best epoch.</param>
/// <param name="Auxiliary">Scaling of the Q auxiliary quantities.</param>
public sealed record MultitaskNetwork(CnnWeights Weights, TargetScaler Auxiliary) : IAuxiliaryModel, IFormulaModel
{
    /// <summary>Value of <see cref="Kind"/>.</summary>
    public const string KindName = "multitask-network";

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public IReadOnlyList<SafetensorsTensor> Tensors =>
    [
        .. CnnFile.Tensors(Weights),
        SafetensorsTensor.Of("auxiliary_mean", [Auxiliary.TargetCount], [.. Auxiliary.Mean]),
        SafetensorsTensor.Of("auxiliary_sd", [Auxiliary.TargetCount], [.. Auxiliary.Sd]),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<(string Key, string Value)> Description =>
        [(CnnFile.ArchitectureKey, Weights.Architecture.Slug), ("activation", "SiLU, heads linear")];

    /// <inheritdoc/>
    public int AuxiliaryCount => Auxiliary.TargetCount;

    /// <inheritdoc/>
    public float[] Predict(NetworkEvaluator evaluator, RowSet spectra) => evaluator.Predict(Weights, spectra).Targets;

    /// <inheritdoc/>
    (float[] Predicted, float[] Computed) IAuxiliaryModel.Auxiliary(
        NetworkEvaluator evaluator, RowSet spectra, ChannelScaler channels, IReadOnlyList<double> wavelengths)
    {
        float[] computed = Computed(AuxiliaryQuantities.Default(wavelengths), spectra, channels);
        Auxiliary.Transform(computed, computed);
        return (evaluator.Predict(Weights, spectra).Auxiliary, computed);
    }

    /// <inheritdoc/>
    public FormulaValue Write(IFormulas formulas, FormulaValue scaled) => NetworkFormulas.Write(Weights, formulas, scaled);

    /// <summary>The network of a file.</summary>
    /// <exception cref="DamagedArtifactException">Says what is wrong.</exception>
    public static MultitaskNetwork Read(SafetensorsFile file) =>
        new(CnnFile.Read(file), new TargetScaler(file.Float64("auxiliary_mean"), file.Float64("auxiliary_sd")));

    /// <summary>Quantities of scaled spectra, computed before their scaling: rows × Q, row-major.</summary>
    internal static float[] Computed(AuxiliaryQuantities quantities, RowSet spectra, ChannelScaler channels)
    {
        int count = quantities.Quantities.Count;
        float[] values = new float[spectra.Count * count], spectrum = new float[spectra.Columns];
        for (int row = 0; row < spectra.Count; row++)
        {
            channels.Inverse(spectra.Row(row), spectrum);
            quantities.Compute(spectrum, values.AsSpan(row * count, count));
        }
        return values;
    }
}
