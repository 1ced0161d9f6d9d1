using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Trust;
using IonSweep.Spectra.Scaling;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Models;

namespace IonSweep.Sweeps.Trust;

/// <summary>
/// What one fold's model needs to call spectra outliers, as safetensors: the distance (<see cref="SpectralDistance.Tensors"/>) with the
/// sorted <c>distance.validation</c> scores, and for a multitask model <c>auxiliary.mean</c>, <c>auxiliary.sd</c> [Q] and
/// <c>auxiliary.validation</c>.
/// </summary>
public sealed class StoredTrust
{
    private readonly SpectralDistance _distance;
    private readonly CalibratedScore _distances;
    private readonly AuxiliaryDisagreement? _disagreement;
    private readonly CalibratedScore? _disagreements;

    private StoredTrust(SpectralDistance distance, CalibratedScore distances, AuxiliaryDisagreement? disagreement,
        CalibratedScore? disagreements) =>
        (_distance, _distances, _disagreement, _disagreements) = (distance, distances, disagreement, disagreements);

    /// <summary>The bytes of a file.</summary>
    /// <param name="distance">Distance from the training spectra.</param>
    /// <param name="distances">Calibrates it.</param>
    /// <param name="auxiliary">Of a multitask model; else null.</param>
    public static byte[] ToBytes(SpectralDistance distance, CalibratedScore distances, AuxiliaryScore? auxiliary) => SafetensorsFile.Write(
        [
            .. distance.Tensors,
            SafetensorsTensor.Of("distance.validation", [distances.Scores.Count], [.. distances.Scores]),
            .. auxiliary is null ? [] : new[]
            {
                SafetensorsTensor.Of("auxiliary.mean", [auxiliary.Disagreement.Means.Count], [.. auxiliary.Disagreement.Means]),
                SafetensorsTensor.Of("auxiliary.sd", [auxiliary.Disagreement.Deviations.Count], [.. auxiliary.Disagreement.Deviations]),
                SafetensorsTensor.Of("auxiliary.validation", [auxiliary.Calibrated.Scores.Count], [.. auxiliary.Calibrated.Scores]),
            },
        ],
        new Dictionary<string, string> { [StoredModel.KindKey] = "trust" });

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="DamagedArtifactException">Says what is wrong.</exception>
    public static StoredTrust Read(byte[] bytes, string source)
    {
        SafetensorsFile file = SafetensorsFile.Read(bytes, source);
        bool auxiliary = file.Contains("auxiliary.mean");
        return new StoredTrust(
            SpectralDistance.Read(file), new CalibratedScore(file.Float64("distance.validation")),
            auxiliary ? new AuxiliaryDisagreement(file.Float64("auxiliary.mean"), file.Float64("auxiliary.sd")) : null,
            auxiliary ? new CalibratedScore(file.Float64("auxiliary.validation")) : null);
    }

    /// <summary>Whether each scaled spectrum is an outlier, and by which p-values.</summary>
    /// <param name="model">The fold's model.</param>
    /// <param name="evaluator">Evaluates networks.</param>
    /// <param name="spectra">Scaled spectra.</param>
    /// <param name="channels">Their scaling.</param>
    /// <param name="wavelengths">C positions, ascending.</param>
    /// <param name="falseAlarms">Accepted rate of false alarms.</param>
    public IReadOnlyList<OutlierJudgement> Judge(
        ITrainedModel model, NetworkEvaluator evaluator, RowSet spectra, ChannelScaler channels, IReadOnlyList<double> wavelengths,
        double falseAlarms)
    {
        (float[] Predicted, float[] Computed)? auxiliary = _disagreement is not null && model is IAuxiliaryModel multitask
            ? multitask.Auxiliary(evaluator, spectra, channels, wavelengths) : null;
        double level = OutlierScores.Level(falseAlarms, auxiliary is null ? 1 : 2, _distances.Scores.Count);
        List<OutlierJudgement> judged = [];
        for (int row = 0; row < spectra.Count; row++)
        {
            double distance = _distances.PValue(_distance.Score(spectra.Row(row))), disagreement = double.NaN;
            if (auxiliary is { } values)
            {
                int q = _disagreement!.Means.Count;
                disagreement = _disagreements!.PValue(
                    _disagreement.Score(values.Predicted.AsSpan(row * q, q), values.Computed.AsSpan(row * q, q)));
            }
            judged.Add(new OutlierJudgement(distance, distance <= level, disagreement, disagreement <= level));
        }
        return judged;
    }
}

/// <summary>What one fold's model says of one spectrum.</summary>
/// <param name="DistanceP">p-value of the distance from the training spectra.</param>
/// <param name="IsDistant">It is called outliers by it.</param>
/// <param name="AuxiliaryP">p-value of the disagreement of auxiliary quantities; NaN without any.</param>
/// <param name="Disagrees">It is called outliers by it.</param>
public readonly record struct OutlierJudgement(double DistanceP, bool IsDistant, double AuxiliaryP, bool Disagrees);
