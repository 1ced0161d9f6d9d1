using IonSweep.Learning.Cpu;
using IonSweep.Learning.Forward;
using IonSweep.Learning.Networks;
using IonSweep.Spectra;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Sweeps.Artifacts;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Generators;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Execution;

/// <summary>Draws one strategy's generated spectra for one fold.</summary>
/// <param name="definition">The sweep.</param>
/// <param name="measured">The spectra as measured.</param>
/// <param name="preprocessing">What makes <paramref name="dataset"/> of them.</param>
/// <param name="dataset">The preprocessed spectra.</param>
/// <param name="work">Where generators and references are.</param>
/// <param name="evaluator">Decodes and labels.</param>
internal sealed class SyntheticSetWork(
    SweepDefinition definition, SpectralDataset measured, PreprocessingPipeline preprocessing, SpectralDataset dataset, WorkStore work,
    NetworkEvaluator evaluator)
{
    /// <exception cref="DamagedInputsException">The generator or a reference network is missing or damaged.</exception>
    public async Task<(WorkResult Result, byte[]? Artifact)> DoAsync(WorkItem item, FoldData whole, CancellationToken cancellation)
    {
        FoldData fold = whole.WithAll();
        SyntheticSetResult undrawn = new()
        {
            Fold = item.Fold,
            Strategy = item.Strategy,
            Generator = item.Generator,
            MeasuredPassRate = double.NaN,
            TrainingLabels = Statistics(fold.TrainingTargets),
        };
        SyntheticSet set;
        try
        {
            switch (StrategyCatalog.Get(item.Strategy))
            {
                case IGeneratorStrategy strategy:
                    GenerationTask task = await TaskOfAsync(item, strategy, fold, cancellation);
                    undrawn = undrawn with { MeasuredPassRate = task.Labeller?.PassRate(evaluator, fold.Training) ?? double.NaN };
                    set = strategy.Generate(task);
                    break;
                case IFittedStrategy strategy:
                    set = strategy.Generate(FittedTask(item, fold, cancellation));
                    break;
                default:
                    throw new InvalidOperationException($"Strategy '{item.Strategy}' generates nothing.");
            }
        }
        catch (GeneratorExhaustedException e)
        {
            return (new WorkResult.SyntheticSet(undrawn with
            {
                Failure = new WorkFailure(e.Message),
                Kept = e.Kept,
                Drawn = e.Drawn,
                RejectedBy = BySlug(e.RejectedBy),
            }), null);
        }
        catch (ForwardFitException e)
        {
            return (new WorkResult.SyntheticSet(undrawn with { Failure = new WorkFailure(e.Message) }), null);
        }

        byte[] artifact = SyntheticSetArtifact.ToBytes(set, item.Fold, item.Strategy, [.. dataset.Targets.Select(target => target.Slug)]);
        _ = fold.SetAsync(item.Strategy, () => Task.FromResult(set));
        SyntheticSetResult result = undrawn with
        {
            Kept = set.Spectra.Rows,
            Drawn = set.Drawn,
            RejectedBy = BySlug(set.RejectedBy),
            Labels = Statistics(set.Labels),
            Sha256 = WorkStore.HashOf(artifact),
        };
        return (new WorkResult.SyntheticSet(result), artifact);
    }

    private FittedGenerationTask FittedTask(WorkItem item, FoldData fold, CancellationToken cancellation) => new()
    {
        Spec = definition.Spec,
        Fold = item.Fold,
        Measured = measured,
        TrainingRows = fold.Split.Training,
        Preprocessing = preprocessing,
        Channels = fold.Channels,
        Cancellation = cancellation,
    };

    private async Task<GenerationTask> TaskOfAsync(
        WorkItem item, IGeneratorStrategy strategy, FoldData fold, CancellationToken cancellation)
    {
        List<string> damaged = [];
        (WorkResult Result, GeneratorArtifact Artifact)? generator = null;
        List<IReadOnlyList<MlpWeights>> references = [];
        foreach (string need in item.Needs)
        {
            try
            {
                if (generator is null && need == item.Needs[0]) generator = await work.InputAsync(
                    need, (bytes, source) => GeneratorArtifact.Read(strategy.Generator, bytes, source));
                else references.Add((await work.InputAsync(need, CellArtifact.Read)).Artifact.Model switch
                {
                    RegressionNetwork network => [network.Weights],
                    NetworkEnsemble several => several.Members,
                    _ => throw new DamagedInputsException([need]),
                });
            }
            catch (DamagedInputsException e)
            {
                damaged.AddRange(e.Items); // all of them are made again at once
            }
        }
        if (damaged.Count > 0) throw new DamagedInputsException(damaged);
        return new GenerationTask
        {
            Spec = definition.Spec,
            Fold = item.Fold,
            Evaluator = evaluator,
            Generator = generator!.Value.Artifact.Generator,
            Posterior = (generator.Value.Result as WorkResult.Generator)?.Value.Posterior,
            TrainingTargets = fold.TrainingTargets,
            ScaledTrainingTargets = fold.ScaledTrainingTargets,
            Validation = fold.Validation,
            Labeller = strategy.LabelledByReferences
                ? new ReferenceLabeller(dataset, definition.Spec.Generator.LabelRange, references, fold.Targets) : null,
            Cancellation = cancellation,
        };
    }

    private Dictionary<string, int> BySlug(IReadOnlyList<int> counts) =>
        dataset.Targets.Take(counts.Count).Select((target, t) => (target.Slug, counts[t])).ToDictionary(
            pair => pair.Slug, pair => pair.Item2);

    /// <summary>Mean and sample SD of each target, summed in double in row order.</summary>
    private Dictionary<string, MeanAndSd> Statistics(float[] values)
    {
        int targets = dataset.Targets.Count, rows = values.Length / targets;
        Dictionary<string, MeanAndSd> statistics = [];
        for (int t = 0; t < targets; t++)
        {
            double sum = 0, squares = 0;
            for (int row = 0; row < rows; row++) sum += values[row * targets + t];
            double mean = sum / rows;
            for (int row = 0; row < rows; row++) squares += (values[row * targets + t] - mean) * (values[row * targets + t] - mean);
            statistics.Add(dataset.Targets[t].Slug, new MeanAndSd(mean, rows > 1 ? Math.Sqrt(squares / (rows - 1)) : double.NaN));
        }
        return statistics;
    }
}
