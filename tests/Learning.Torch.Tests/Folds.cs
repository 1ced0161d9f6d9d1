using IonSweep.Learning.Cpu;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra;
using IonSweep.Spectra.Scaling;
using IonSweep.Spectra.Simulation.Absorption;
using IonSweep.Spectra.Splitting;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Torch.Tests;

/// <summary>Tasks on folds of simulated absorption spectra, a few hundred of them for speed, built as a sweep builds them.</summary>
internal sealed class Folds
{
    public const int Seed = 1;

    private readonly Dictionary<int, (FoldSplit Split, Matrix Scaled)> _folds = [];

    /// <summary>312 solutions of the design, every 12th.</summary>
    public SpectralDataset Dataset { get; } = AbsorptionSimulator.Simulate(new AbsorptionOptions { EveryNth = 12 });

    public (FoldSplit Split, Matrix Scaled) Fold(int fold)
    {
        if (_folds.TryGetValue(fold, out (FoldSplit, Matrix) known)) return known;
        FoldSplit split = MonteCarloSplitter.Split(Dataset, Seed, fold);
        ChannelScaler scaler = ChannelScaler.Fit(Dataset, split.Training);
        Matrix scaled = new(Dataset.RowCount, Dataset.ChannelCount);
        for (int row = 0; row < Dataset.RowCount; row++) scaler.Transform(Dataset.Spectrum(row), scaled.Row(row));
        return _folds[fold] = (split, scaled);
    }

    /// <param name="fold">Fold, from 0.</param>
    /// <param name="target">Ion.</param>
    /// <param name="options">Optimiser and stopping rule.</param>
    /// <param name="rows">Training rows; all when null.</param>
    /// <param name="seed">Seed of weights and batches.</param>
    public MlpTask Mlp(int fold, int target, TrainingOptions options, int? rows = null, long seed = Seed)
    {
        (FoldSplit split, Matrix scaled) = Fold(fold);
        int[] training = split.Training[..(rows ?? split.Training.Length)];
        MlpArchitecture architecture = new(Dataset.ChannelCount, [64, 16], 1);
        return new MlpTask(
            architecture, RowSet.Of(scaled, training), Column(training, target), RowSet.Of(scaled, split.Validation),
            Column(split.Validation, target),
            StreamKeys.InitialWeights(seed, fold, Dataset.Targets[target].Slug, architecture.Slug),
            StreamKeys.BatchOrder(seed, fold, training.Length), options);
    }

    public VaeTask Vae(int fold, bool conditioned, DecoderInput decoderInput, TrainingOptions options)
    {
        (FoldSplit split, Matrix scaled) = Fold(fold);
        int conditions = conditioned ? Dataset.Targets.Count : 0;
        VaeArchitecture architecture = new(Dataset.ChannelCount, 48, 11, conditions, decoderInput);
        float[] Conditions(int[] rows) => conditioned ? [.. rows.SelectMany(row => Dataset.TargetRow(row).ToArray())] : [];
        string name = conditioned ? "cvae" : "vae";
        return new VaeTask(
            architecture, RowSet.Of(scaled, split.Training), Conditions(split.Training), RowSet.Of(scaled, split.Validation),
            Conditions(split.Validation),
            StreamKeys.InitialWeights(Seed, fold, name, architecture.Slug), StreamKeys.BatchOrder(Seed, fold, split.Training.Length),
            StreamKeys.TrainingNoise(Seed, fold, name), StreamKeys.ValidationNoise(Seed, fold, name), options);
    }

    /// <summary>Mean absolute error on the fold's test rows.</summary>
    public double TestError(MlpWeights network, int fold, int target)
    {
        (FoldSplit split, Matrix scaled) = Fold(fold);
        float[] predicted = new NetworkEvaluator().Predict(network, RowSet.Of(scaled, split.Test)), truth = Column(split.Test, target);
        return predicted.Zip(truth, (p, t) => Math.Abs((double)p - t)).Average();
    }

    private float[] Column(int[] rows, int target) => [.. rows.Select(row => Dataset.TargetRow(row)[target])];
}
