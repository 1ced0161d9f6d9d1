using System.Globalization;
using IonSweep.Learning;
using IonSweep.Learning.Calibration;
using IonSweep.Learning.Cpu;
using IonSweep.Spectra.Formulas;
using IonSweep.Spectra.Storage;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// PLS or a calibration line: F64 tensors <c>coefficients</c> [C] on scaled channels and <c>intercept</c> [], in the target's unit.
/// </summary>
/// <param name="Linear">Intercept and coefficients.</param>
/// <param name="Method"><c>pls</c> or <c>univariate</c>.</param>
/// <param name="Detail">Number of components, or position of the channel.</param>
public sealed record LinearCalibration(LinearModel Linear, string Method, string Detail) : IFormulaModel
{
    /// <summary>Value of <see cref="Kind"/>.</summary>
    public const string KindName = "linear-calibration";

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public IReadOnlyList<SafetensorsTensor> Tensors =>
    [
        SafetensorsTensor.Of("coefficients", [Linear.Coefficients.Length], Linear.Coefficients),
        SafetensorsTensor.Of("intercept", [], new[] { Linear.Intercept }),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<(string Key, string Value)> Description => [("method", Method), ("detail", Detail)];

    /// <inheritdoc/>
    public float[] Predict(NetworkEvaluator evaluator, RowSet spectra) => Linear.Predict(spectra);

    /// <inheritdoc/>
    public FormulaValue Write(IFormulas formulas, FormulaValue scaled) =>
        formulas.Linear(scaled, Linear.Coefficients, [Linear.Intercept]);

    /// <summary>The calibration of a file.</summary>
    /// <exception cref="DamagedArtifactException">Says what is wrong.</exception>
    public static LinearCalibration Read(SafetensorsFile file) => new(
        new LinearModel(file.Float64("intercept", [])[0], file.Float64("coefficients")), file.MetadataValue("method"),
        file.MetadataValue("detail"));

    internal static string Number(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
