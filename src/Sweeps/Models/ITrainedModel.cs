using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Storage;

namespace IonSweep.Sweeps.Models;

/// <summary>A trained calibration: what it predicts, and how it stands in a safetensors file.</summary>
public interface ITrainedModel
{
    /// <summary>What the file holds, e.g. <c>regression-network</c>; chooses the reader in <see cref="StoredModel"/>.</summary>
    string Kind { get; }

    /// <summary>Weights or coefficients, named and laid out as other frameworks expect.</summary>
    IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>What else belongs into the file's metadata: architecture, activation, components.</summary>
    IReadOnlyList<(string Key, string Value)> Description { get; }

    /// <summary>Predictions for scaled spectra: rows × K, row-major, in the unit that the model was trained in.</summary>
    float[] Predict(NetworkEvaluator evaluator, RowSet spectra);
}

/// <summary>A model with the course of its training.</summary>
/// <param name="Model">The model.</param>
/// <param name="History">Losses by epoch; null for a calibration that is computed at once.</param>
/// <param name="Components">PLS components chosen; else 0.</param>
/// <param name="Search">
/// How a search came to it, given the test spectra, scaled, and their known values, which nothing has seen before; null without a search.
/// </param>
public sealed record TrainedModel(
    ITrainedModel Model, TrainingHistory? History, int Components = 0, Func<RowSet, float[], SearchRanking>? Search = null);

/// <summary>
/// A model that was trained on validation rows too, after its choice was made by inner cross-validation: what split-conformal intervals
/// take from validation rows, they take from its held-out predictions.
/// </summary>
public interface IRefittedModel : ITrainedModel
{
    /// <summary>
    /// Predicted minus known values of training and validation rows by models that were not trained on them, one a sample, in the
    /// target's unit.
    /// </summary>
    IReadOnlyList<double> HeldOutResiduals { get; }
}
