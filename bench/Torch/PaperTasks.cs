using IonSweep.Learning;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Learning.Trust;
using IonSweep.Spectra;
using IonSweep.Spectra.Scaling;
using IonSweep.Spectra.Simulation.Absorption;
using IonSweep.Spectra.Splitting;
using IonSweep.Spectra.Streams;

namespace IonSweep.Torch.Bench;

/// <summary>
/// Networks of source A on its 3,744 simulated spectra: 2,620 training rows, or 5,240 with as many stand-ins for generated ones (another
/// fold's rows: speed does not depend on what they hold), and 749 validation rows of 911 channels.
/// </summary>
internal sealed class PaperTasks
{
    public const int Folds = 8, Ions = 8;

    private readonly SpectralDataset _dataset = AbsorptionSimulator.Simulate(new AbsorptionOptions());
    private readonly (FoldSplit Split, Matrix Scaled)[] _folds;

    // No network stops before it is told to.
    private readonly TrainingOptions _options = new() { Patience = int.MaxValue, EpochCap = int.MaxValue };

    public PaperTasks() => _folds = [.. Enumerable.Range(0, Folds).Select(Fold)];

    public static int Channels => 911;

    /// <summary>
    /// The i-th network: ions of a fold beside one another, then folds, then strategies (all augmented ones but the first, or all).
    /// </summary>
    public MlpTask Mlp(int i, bool augmented)
    {
        int ion = i % Ions, fold = i / Ions % Folds, strategy = i / Ions / Folds;
        (FoldSplit split, Matrix scaled) = _folds[fold];
        RowSet training = RowSet.Of(scaled, split.Training);
        float[] targets = Column(split.Training, ion);
        if (augmented)
        {
            int other = (fold + 1 + strategy) % Folds;
            training = training.Then(RowSet.Of(_folds[other].Scaled, _folds[other].Split.Training));
            targets = [.. targets, .. Column(_folds[other].Split.Training, ion)];
        }
        MlpArchitecture architecture = new(_dataset.ChannelCount, [64, 16], 1);
        return new MlpTask(
            architecture, training, targets, RowSet.Of(scaled, split.Validation), Column(split.Validation, ion),
            StreamKeys.InitialWeights(1, fold, _dataset.Targets[ion].Slug, architecture.Slug),
            StreamKeys.BatchOrder(1 + strategy, fold, training.Count), _options);
    }

    /// <summary>The generator of a fold.</summary>
    public VaeTask Vae(int fold, bool conditioned)
    {
        (FoldSplit split, Matrix scaled) = _folds[fold];
        string name = conditioned ? "cvae" : "vae";
        float[] Conditions(int[] rows) => conditioned ? [.. rows.SelectMany(row => _dataset.TargetRow(row).ToArray())] : [];
        VaeArchitecture architecture = new(_dataset.ChannelCount, 256, 91, conditioned ? Ions : 0, DecoderInput.Dense);
        return new VaeTask(
            architecture, RowSet.Of(scaled, split.Training), Conditions(split.Training), RowSet.Of(scaled, split.Validation),
            Conditions(split.Validation),
            StreamKeys.InitialWeights(1, fold, name, architecture.Slug), StreamKeys.BatchOrder(1, fold, split.Training.Length),
            StreamKeys.TrainingNoise(1, fold, name), StreamKeys.ValidationNoise(1, fold, name), _options);
    }

    /// <summary>The multitask network of a fold: all ions, and the quantities of the spectra.</summary>
    public CnnTask Cnn(int fold)
    {
        (FoldSplit split, Matrix scaled) = _folds[fold];
        TargetScaler targets = TargetScaler.Standardized(_dataset, split.Training);
        AuxiliaryQuantities quantities = AuxiliaryQuantities.Default(_dataset.Wavelengths);
        float[] Targets(int[] rows)
        {
            float[] values = [.. rows.SelectMany(row => _dataset.TargetRow(row).ToArray())];
            targets.Transform(values, values);
            return values;
        }
        float[] Quantities(int row)
        {
            float[] values = new float[quantities.Quantities.Count];
            quantities.Compute(_dataset.Spectrum(row), values);
            return values;
        }
        CnnArchitecture architecture = new(_dataset.ChannelCount, Ions, quantities.Quantities.Count);
        return new CnnTask(
            architecture, RowSet.Of(scaled, split.Training), Targets(split.Training),
            Standardized([.. split.Training.Select(Quantities)]), RowSet.Of(scaled, split.Validation), Targets(split.Validation),
            StreamKeys.InitialWeights(1, fold, "cnn", architecture.Slug), StreamKeys.BatchOrder(1, fold, split.Training.Length),
            _options with { BatchSize = 32 });
    }

    private static float[] Standardized(float[][] rows)
    {
        double[] means = [.. rows[0].Select((_, q) => rows.Average(row => row[q]))];
        double[] deviations = [.. means.Select((mean, q) => Math.Sqrt(rows.Average(row => Math.Pow(row[q] - mean, 2))))];
        return [.. rows.SelectMany(row => row.Select((value, q) => (float)((value - means[q]) / deviations[q])))];
    }

    private (FoldSplit, Matrix) Fold(int fold)
    {
        FoldSplit split = MonteCarloSplitter.Split(_dataset, 1, fold);
        ChannelScaler scaler = ChannelScaler.Fit(_dataset, split.Training);
        Matrix scaled = new(_dataset.RowCount, _dataset.ChannelCount);
        for (int row = 0; row < _dataset.RowCount; row++) scaler.Transform(_dataset.Spectrum(row), scaled.Row(row));
        return (split, scaled);
    }

    private float[] Column(int[] rows, int ion) => [.. rows.Select(row => _dataset.TargetRow(row)[ion])];
}
