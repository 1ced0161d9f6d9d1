using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Trust;
using IonSweep.Spectra.Scaling;
using IonSweep.Sweeps.Models;

namespace IonSweep.Sweeps.Trust;

/// <summary>
/// Disagreement of a multitask model's predicted auxiliary quantities with those computed, calibrated on validation rows.
/// </summary>
public sealed class AuxiliaryScore
{
    private readonly IAuxiliaryModel _model;
    private readonly NetworkEvaluator _evaluator;
    private readonly ChannelScaler _channels;
    private readonly IReadOnlyList<double> _wavelengths;

    /// <param name="model">The model.</param>
    /// <param name="evaluator">Evaluates it.</param>
    /// <param name="validation">Scaled validation spectra; 3 or more.</param>
    /// <param name="channels">Their scaling.</param>
    /// <param name="wavelengths">C positions, ascending.</param>
    /// <exception cref="ArgumentException">Too few validation rows.</exception>
    public AuxiliaryScore(IAuxiliaryModel model, NetworkEvaluator evaluator, RowSet validation, ChannelScaler channels,
        IReadOnlyList<double> wavelengths)
    {
        (_model, _evaluator, _channels, _wavelengths) = (model, evaluator, channels, wavelengths);
        (float[] predicted, float[] computed) = model.Auxiliary(evaluator, validation, channels, wavelengths);
        Disagreement = AuxiliaryDisagreement.Fit(predicted, computed, model.AuxiliaryCount);
        Calibrated = new CalibratedScore(Scores(predicted, computed));
    }

    /// <summary>Measures the disagreement.</summary>
    public AuxiliaryDisagreement Disagreement { get; }

    /// <summary>Makes p-values of scores.</summary>
    public CalibratedScore Calibrated { get; }

    /// <summary>Scores of scaled spectra, one a row; larger is farther out.</summary>
    public double[] Of(RowSet spectra)
    {
        (float[] predicted, float[] computed) = _model.Auxiliary(_evaluator, spectra, _channels, _wavelengths);
        return Scores(predicted, computed);
    }

    private double[] Scores(float[] predicted, float[] computed)
    {
        int quantities = _model.AuxiliaryCount;
        return [.. Enumerable.Range(0, predicted.Length / quantities).Select(row =>
            Disagreement.Score(predicted.AsSpan(row * quantities, quantities), computed.AsSpan(row * quantities, quantities)))];
    }
}
