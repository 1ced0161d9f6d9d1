using System.Globalization;
using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Artifacts;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Trust;

namespace IonSweep.Sweeps.Deployment;

/// <summary>
/// Predicts targets of new spectra with an exported model: the mean of its folds, an interval, and whether to believe it.
/// </summary>
public sealed class Predictor
{
    private readonly NetworkEvaluator _evaluator;
    private readonly PreprocessingPipeline _preprocessing;
    private readonly IReadOnlyList<Member> _members;

    /// <param name="model">An exported model.</param>
    /// <param name="evaluator">Evaluates networks.</param>
    /// <exception cref="DamagedArtifactException">A file holds something else than the card says.</exception>
    public Predictor(DeployedModel model, NetworkEvaluator evaluator)
    {
        Card = model.Card;
        _evaluator = evaluator;
        _preprocessing = new PreprocessingPipeline(Card.Preprocessing, Card.Wavelengths.Count);
        _members =
        [
            .. Card.Folds.Select(fold => new Member(
                [.. fold.Models.Select(file => CellArtifact.Read(model.Files[file.Path], file.Path))],
                StoredTrust.Read(model.Files[fold.Trust.Path], fold.Trust.Path))),
        ];
        foreach ((Member member, CardFold fold) in _members.Zip(Card.Folds))
            if (member.Models.Sum(artifact => artifact.Targets.TargetCount) != Card.Targets.Count
                || member.Models.Any(artifact => artifact.Channels.ChannelCount != Card.Wavelengths.Count))
                throw new DamagedArtifactException(
                    $"The models of fold {fold.Fold} are not those of a card with {Card.Targets.Count} targets and "
                        + $"{Card.Wavelengths.Count} channels. Export the model again.");
    }

    /// <summary>The model's card.</summary>
    public ModelCard Card { get; }

    /// <summary>
    /// Predicts the middle of the training range, so that files that do not fit together are noticed before they are needed.
    /// </summary>
    public void TryOut()
    {
        (float[] lowest, float[] highest) = TrainingRange();
        Predict(new UnlabelledSpectra("middle", new DatasetOrigin(false, "middle"), Card.Wavelengths,
            [.. lowest.Zip(highest, (low, high) => low / 2 + high / 2)], SampleIds: null)
        { AxisUnit = Card.AxisUnit, Ordinate = Card.Ordinate });
    }

    /// <summary>Smallest and largest value of the training spectra in each channel, after the card's preprocessing; of all folds.</summary>
    public (float[] Lowest, float[] Highest) TrainingRange()
    {
        float[] lowest = [.. _members[0].Models[0].Channels.Minimum], highest = [.. _members[0].Models[0].Channels.Maximum];
        foreach (Member member in _members.Skip(1))
            for (int c = 0; c < lowest.Length; c++)
            {
                lowest[c] = Math.Min(lowest[c], member.Models[0].Channels.Minimum[c]);
                highest[c] = Math.Max(highest[c], member.Models[0].Channels.Maximum[c]);
            }
        return (lowest, highest);
    }

    /// <summary>A spectrum on the model's axis after the card's preprocessing, as it is compared with the training spectra.</summary>
    public float[] Prepared(ReadOnlySpan<float> spectrum)
    {
        float[] prepared = new float[spectrum.Length];
        _preprocessing.Apply(spectrum, prepared);
        return prepared;
    }

    /// <summary>Predictions, one entry a spectrum.</summary>
    /// <param name="spectra">In the unit of the instrument that the model was trained for.</param>
    /// <param name="resample">How spectra on other channels of the same range are brought to the model's; null refuses them.</param>
    /// <exception cref="InvalidDatasetException">
    /// Axis, unit or ordinate are not those of the model; names both, and where they differ first.
    /// </exception>
    public IReadOnlyList<SpectrumPrediction> Predict(UnlabelledSpectra spectra, Interpolation? resample = null)
    {
        spectra = OnAxis(spectra, resample);
        int rows = spectra.RowCount, targets = Card.Targets.Count;
        double[] sums = new double[rows * targets];
        int[] distant = new int[rows], disagree = new int[rows];
        double[] distances = new double[rows], disagreements = new double[rows];
        Matrix prepared = new(rows, Card.Wavelengths.Count);
        for (int row = 0; row < rows; row++) _preprocessing.Apply(spectra.Spectrum(row), prepared.Row(row));
        Matrix scaled = new(rows, prepared.Columns);
        foreach (Member member in _members)
        {
            CellArtifact first = member.Models[0];
            for (int row = 0; row < rows; row++) first.Channels.Transform(prepared.Row(row), scaled.Row(row));
            RowSet all = RowSet.All(scaled);
            int column = 0;
            foreach (CellArtifact artifact in member.Models)
            {
                int count = artifact.Targets.TargetCount;
                float[] predicted = artifact.Model.Predict(_evaluator, all);
                artifact.Targets.Inverse(predicted, predicted);
                for (int i = 0; i < predicted.Length; i++) sums[i / count * targets + column + i % count] += predicted[i];
                column += count;
            }
            IReadOnlyList<OutlierJudgement> judged = member.Trust.Judge(
                first.Model, _evaluator, all, first.Channels, Card.Wavelengths, Card.FalseAlarms);
            for (int row = 0; row < rows; row++)
            {
                if (judged[row].IsDistant) distant[row]++;
                if (judged[row].Disagrees) disagree[row]++;
                distances[row] += judged[row].DistanceP / _members.Count;
                disagreements[row] += judged[row].AuxiliaryP / _members.Count;
            }
        }
        return
        [
            .. Enumerable.Range(0, rows).Select(row =>
            {
                double[] values = [.. Enumerable.Range(0, targets).Select(t => sums[row * targets + t] / _members.Count)];
                List<string> reasons = [];
                // Half of the members must agree, so that one odd fold does not cry wolf.
                if (2 * distant[row] >= _members.Count) reasons.Add(Text($"unlike the training spectra (p {distances[row]:0.###})"));
                if (2 * disagree[row] >= _members.Count)
                    reasons.Add(Text($"predicted and computed auxiliary quantities disagree (p {disagreements[row]:0.###})"));
                for (int t = 0; t < targets; t++) AddOutOfRange(reasons, Card.Targets[t], values[t]);
                return new SpectrumPrediction(spectra.SampleIds?[row] ?? "", values, reasons);
            }),
        ];
    }

    private static void AddOutOfRange(List<string> reasons, CardTarget target, double value)
    {
        double slack = double.IsFinite(target.HalfWidth) ? target.HalfWidth : 0;
        string unit = target.Unit.Length == 0 ? "" : $" {target.Unit}";
        if (value > target.Maximum + slack)
            reasons.Add(Text($"{target.Name} above the calibrated {target.Minimum:0.####} to {target.Maximum:0.####}{unit}"));
        if (value < target.Minimum - slack)
            reasons.Add(Text($"{target.Name} below the calibrated {target.Minimum:0.####} to {target.Maximum:0.####}{unit}"));
    }

    /// <summary>The spectra on the model's channels: they themselves where they have these already.</summary>
    /// <inheritdoc cref="Predict" path="/param"/>
    /// <inheritdoc cref="Predict" path="/exception"/>
    public UnlabelledSpectra OnAxis(UnlabelledSpectra spectra, Interpolation? resample)
    {
        if (spectra.AxisUnit != Card.AxisUnit)
            throw new InvalidDatasetException(
                $"{spectra.Name}: its axis is {spectra.AxisUnit.Title()}; the model was trained on {Card.AxisUnit.Title()}. "
                    + $"Convert it first: ionsweep data convert FILE --axis {Card.AxisUnit.Word()} --out NEW.csv");
        if (spectra.Ordinate != Card.Ordinate && spectra.Ordinate != Ordinate.Unknown && Card.Ordinate != Ordinate.Unknown)
            throw new InvalidDatasetException(
                $"{spectra.Name} holds {spectra.Ordinate.Name()}; the model was trained on {Card.Ordinate.Name()}. "
                    + $"Convert it first: ionsweep data convert FILE --to {Card.Ordinate.Word()} --out NEW.csv");
        IReadOnlyList<double> wanted = Card.Wavelengths, found = spectra.Wavelengths;
        if (SpectralAxis.AreSame(wanted, found)) return spectra;
        if (resample is { } interpolation) return spectra.Resampled(wanted, interpolation);
        int same = SpectralAxis.FirstDifference(wanted, found);
        string difference = same < Math.Min(wanted.Count, found.Count)
            ? Text($"channel {same + 1} is at {found[same]}{Card.AxisUnit.Suffix()}, the model's at {wanted[same]}{Card.AxisUnit.Suffix()}")
                : "the first channels agree";
        throw new InvalidDatasetException(Text(
            $"{spectra.Name}: {found.Count} channels from {found[0]} to {found[^1]}{spectra.AxisUnit.Suffix()}; ")
            + Text($"the model was trained on {wanted.Count} ")
            + Text($"from {wanted[0]} to {wanted[^1]}{Card.AxisUnit.Suffix()} ({difference}). ")
            + "Measure on the model's axis, or interpolate: --resample linear or cubic, in a request ?resample=linear.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Member(IReadOnlyList<CellArtifact> Models, StoredTrust Trust);
}

/// <summary>What a model says of one spectrum.</summary>
/// <param name="Sample">Sample id; empty when none was given.</param>
/// <param name="Values">Predictions in the order of the card's targets, in their units: means over folds.</param>
/// <param name="Reasons">Why not to believe them; empty when nothing speaks against.</param>
public sealed record SpectrumPrediction(string Sample, IReadOnlyList<double> Values, IReadOnlyList<string> Reasons)
{
    /// <summary>Nothing speaks against the predictions.</summary>
    public bool IsTrusted => Reasons.Count == 0;
}
