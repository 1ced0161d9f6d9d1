using IonSweep.Learning;
using IonSweep.Learning.Calibration;
using IonSweep.Learning.Cpu;
using IonSweep.Spectra.Formulas;
using IonSweep.Spectra.Storage;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// Linear calibrations of K targets: F64 tensors <c>coefficients</c> [K, C] on scaled channels and <c>intercept</c> [K], in the targets'
/// units.
/// </summary>
/// <param name="Linear">One a target.</param>
/// <param name="Method"><c>pls2</c>.</param>
/// <param name="Detail">Number of components.</param>
public sealed record LinearCalibrations(IReadOnlyList<LinearModel> Linear, string Method, string Detail) : IFormulaModel
{
    /// <summary>Value of <see cref="Kind"/>.</summary>
    public const string KindName = "linear-calibrations";

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public IReadOnlyList<SafetensorsTensor> Tensors =>
    [
        SafetensorsTensor.Of(
            "coefficients", [Linear.Count, Linear[0].Coefficients.Length], [.. Linear.SelectMany(one => one.Coefficients)]),
        SafetensorsTensor.Of("intercept", [Linear.Count], [.. Linear.Select(one => one.Intercept)]),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<(string Key, string Value)> Description => [("method", Method), ("detail", Detail)];

    /// <inheritdoc/>
    public float[] Predict(NetworkEvaluator evaluator, RowSet spectra)
    {
        float[] predicted = new float[spectra.Count * Linear.Count];
        for (int row = 0; row < spectra.Count; row++)
            for (int k = 0; k < Linear.Count; k++) predicted[row * Linear.Count + k] = Linear[k].Predict(spectra.Row(row));
        return predicted;
    }

    /// <inheritdoc/>
    public FormulaValue Write(IFormulas formulas, FormulaValue scaled) => formulas.Linear(
        scaled, [.. Linear.SelectMany(one => one.Coefficients)], [.. Linear.Select(one => one.Intercept)]);

    /// <summary>The calibrations of a file.</summary>
    /// <exception cref="DamagedArtifactException">Says what is wrong.</exception>
    public static LinearCalibrations Read(SafetensorsFile file)
    {
        double[] intercepts = file.Float64("intercept"), coefficients = file.Float64("coefficients");
        if (intercepts.Length == 0 || coefficients.Length % intercepts.Length != 0)
            throw new DamagedArtifactException(
                $"{file.Source} has {coefficients.Length} coefficients for {intercepts.Length} targets; expected as many for each.");
        int channels = coefficients.Length / intercepts.Length;
        return new LinearCalibrations(
            [.. intercepts.Select((intercept, k) => new LinearModel(intercept, coefficients[(k * channels)..((k + 1) * channels)]))],
            file.MetadataValue("method"), file.MetadataValue("detail"));
    }
}
