using IonSweep.Learning.Forward;
using IonSweep.Learning.Selection;
using IonSweep.Spectra.Splitting;
using IonSweep.Spectra.Streams;

namespace IonSweep.Sweeps.Strategies;

/// <summary>
/// How well ways to augment do inside a training set: three-fold cross-validation in which each part's model is fitted to, and generates
/// from, the other two parts alone, with <see cref="SurrogateRegression"/> in the place of the model family. Of more than 250 training
/// rows as many evenly spaced ones are looked at.
/// </summary>
internal static class InnerTrials
{
    private const int InnerFolds = 3, MaximumRows = 250;

    /// <summary>Mean absolute errors of the held-out samples with each way: ways × T targets × samples, in the targets' units.</summary>
    /// <param name="task">The training rows.</param>
    /// <param name="generate">Sets of all ways, fitted to the rows of the task that it is given; null for a way without any.</param>
    /// <returns>Null where there are too few samples for an inner cross-validation.</returns>
    public static IReadOnlyList<double[][]>? Errors(
        FittedGenerationTask task, Func<FittedGenerationTask, IReadOnlyList<SyntheticSet?>> generate)
    {
        int[] rows = [.. SplitGram.EvenlySpaced(task.TrainingRows.Length, Math.Min(task.TrainingRows.Length, MaximumRows))
            .Select(i => task.TrainingRows[i])];
        (int[] sampleOf, _) = SampleNumbers.Of(task.Measured);
        int[] samples = [.. rows.Select(row => sampleOf[row])];
        if (samples.Distinct().Count() < InnerFolds) return null;
        List<Trial> trials = [];
        foreach (InnerSplit split in InnerSplits.Of(
            samples, InnerFolds, 1, StreamKeys.Of("inner-trials", task.Spec.Seed, task.Fold)))
        {
            FittedGenerationTask inner = task with { TrainingRows = [.. split.Training.Select(i => rows[i])] };
            IReadOnlyList<SyntheticSet?> sets = generate(inner);
            for (int way = 0; way < sets.Count; way++)
            {
                task.Cancellation.ThrowIfCancellationRequested();
                if (trials.Count <= way) trials.Add(new Trial(task.Measured.Targets.Count));
                trials[way].Add(inner, sets[way], [.. split.Held.Select(i => rows[i])], sampleOf);
            }
        }
        return [.. trials.Select(trial => trial.Errors())];
    }

    /// <summary>
    /// Of several ways that with the smallest error; of equals, and where there are too few samples for an inner cross-validation or for
    /// what is fitted in it, the first.
    /// </summary>
    /// <param name="task">The training rows.</param>
    /// <param name="ways">One or more; a single one is not tried.</param>
    /// <param name="unit">What errors of targets count in.</param>
    /// <param name="fit">Fits to the rows of the task that it is given what then generates in each way.</param>
    public static T Best<T>(
        FittedGenerationTask task, IReadOnlyList<T> ways, ErrorUnit unit, Func<FittedGenerationTask, Func<T, SyntheticSet>> fit)
    {
        if (ways.Count == 1 || Tried() is not { } errors) return ways[0];
        double[] units = unit == ErrorUnit.Spread
            ? Deviations(task.TrainingTargets(), task.Measured.Targets.Count)
            : [.. errors[0].Select(target => target.Average())];
        double[] means = [.. errors.Select(way => way.Select((target, t) => units[t] > 0 ? target.Average() / units[t] : 0).Average())];
        return ways[Array.IndexOf(means, means.Min())];

        IReadOnlyList<double[][]>? Tried()
        {
            try
            {
                return Errors(task, inner => [.. ways.Select(fit(inner))]);
            }
            catch (ForwardFitException)
            {
                return null; // of the whole training set there may be enough
            }
        }
    }

    /// <summary>Mean absolute deviation of each target.</summary>
    private static double[] Deviations(float[] targets, int count) =>
    [
        .. Enumerable.Range(0, count).Select(t =>
        {
            double[] values = [.. targets.Where((_, i) => i % count == t).Select(value => (double)value)];
            double mean = values.Average();
            return values.Average(value => Math.Abs(value - mean));
        }),
    ];

    /// <summary>Errors of held-out samples, part after part.</summary>
    private sealed class Trial(int targets)
    {
        private readonly List<double>[] _errors = // of every setting and target
            [.. Enumerable.Range(0, SurrogateRegression.SettingCount * targets).Select(_ => new List<double>())];

        public void Add(FittedGenerationTask task, SyntheticSet? set, int[] held, int[] sampleOf)
        {
            float[] known = set is null ? task.TrainingTargets() : [.. task.TrainingTargets(), .. set.Labels];
            double[][] predicted = SurrogateRegression.Predict(Spectra(task, set, held), task.Measured.ChannelCount, known, targets);
            int[][] samples = [.. Enumerable.Range(0, held.Length).GroupBy(i => sampleOf[held[i]]).Select(sample => sample.ToArray())];
            for (int setting = 0; setting < predicted.Length; setting++)
                for (int t = 0; t < targets; t++)
                    foreach (int[] sample in samples)
                        _errors[setting * targets + t].Add(sample.Average(
                            i => Math.Abs(predicted[setting][i * targets + t] - task.Measured.TargetRow(held[i])[t])));
        }

        /// <summary>T × samples, of the setting that is best for the target.</summary>
        public double[][] Errors() =>
        [
            .. Enumerable.Range(0, targets).Select(t => Enumerable.Range(0, SurrogateRegression.SettingCount)
                .Select(setting => _errors[setting * targets + t]).MinBy(errors => errors.Average())!.ToArray()),
        ];

        /// <summary>Training, generated and held-out spectra, scaled.</summary>
        private static double[] Spectra(FittedGenerationTask task, SyntheticSet? set, int[] held)
        {
            int channels = task.Measured.ChannelCount, n = task.TrainingRows.Length, generated = set?.Spectra.Rows ?? 0;
            double[] spectra = new double[(n + generated + held.Length) * channels];
            float[] scaled = new float[channels];
            for (int i = 0; i < n + generated + held.Length; i++)
            {
                if (i >= n && i < n + generated) set!.Spectra.Row(i - n).CopyTo(scaled);
                else
                {
                    task.Preprocessing.Apply(task.Measured.Spectrum(i < n ? task.TrainingRows[i] : held[i - n - generated]), scaled);
                    task.Channels.Transform(scaled, scaled);
                }
                for (int c = 0; c < channels; c++) spectra[i * channels + c] = scaled[c];
            }
            return spectra;
        }
    }
}

/// <summary>What errors of several targets are added up in.</summary>
internal enum ErrorUnit
{
    /// <summary>The target's mean absolute deviation: what is known least counts most.</summary>
    Spread,

    /// <summary>The target's error in the first way: all targets count the same.</summary>
    First,
}
