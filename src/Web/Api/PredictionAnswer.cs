using System.Globalization;
using IonSweep.Sweeps.Deployment;

namespace IonSweep.Web.Api;

/// <summary>What a model says of spectra.</summary>
/// <param name="Model">Its id.</param>
/// <param name="Predictions">One entry a spectrum and target, in their order.</param>
public sealed record PredictionAnswer(string Model, IReadOnlyList<PredictedValue> Predictions)
{
    /// <summary>Predictions as they are sent.</summary>
    public static PredictionAnswer Of(string model, ModelCard card, IReadOnlyList<SpectrumPrediction> predictions) => new(model,
    [
        .. predictions.SelectMany((one, row) => card.Targets.Select((target, t) => new PredictedValue(
            one.Sample.Length > 0 ? one.Sample : (row + 1).ToString(CultureInfo.InvariantCulture),
            target.Slug, target.Name, target.Unit, one.Values[t],
            double.IsFinite(target.HalfWidth) ? one.Values[t] - target.HalfWidth : null,
            double.IsFinite(target.HalfWidth) ? one.Values[t] + target.HalfWidth : null,
            card.Coverage, one.Reasons))),
    ]);
}

/// <summary>One predicted value.</summary>
/// <param name="Id">Sample id, or the number of the spectrum from 1.</param>
/// <param name="Target">Slug of the target.</param>
/// <param name="Name">Name of the target.</param>
/// <param name="Unit">Unit of the values; empty when unknown.</param>
/// <param name="Value">The prediction.</param>
/// <param name="Lower">Lower end of the interval; null where too few rows allow none.</param>
/// <param name="Upper">Upper end of the interval; null likewise.</param>
/// <param name="Level">Coverage that the interval was made for, 0 to 1.</param>
/// <param name="Warnings">Why not to believe what is said of this spectrum; empty when nothing speaks against.</param>
public sealed record PredictedValue(
    string Id, string Target, string Name, string Unit, double Value, double? Lower, double? Upper, double Level,
    IReadOnlyList<string> Warnings);
