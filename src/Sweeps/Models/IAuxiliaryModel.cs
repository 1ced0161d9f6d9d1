using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Spectra.Scaling;

namespace IonSweep.Sweeps.Models;

/// <summary>A model that predicts, beside the targets, quantities that can also be computed from the spectrum (source B).</summary>
public interface IAuxiliaryModel : ITrainedModel
{
    /// <summary>Auxiliary quantities, Q.</summary>
    int AuxiliaryCount { get; }

    /// <summary>
    /// Predicted and computed quantities of scaled spectra, rows × Q each, row-major, standardised by the training rows.
    /// </summary>
    /// <param name="evaluator">Evaluates the network.</param>
    /// <param name="spectra">Scaled spectra.</param>
    /// <param name="channels">How they were scaled: quantities are computed before.</param>
    /// <param name="wavelengths">C positions, ascending.</param>
    (float[] Predicted, float[] Computed) Auxiliary(
        NetworkEvaluator evaluator, RowSet spectra, ChannelScaler channels, IReadOnlyList<double> wavelengths);
}
