using IonSweep.Spectra.Numerics;

namespace IonSweep.Spectra.Preprocessing;

/// <summary>
/// Forward interval PLS (L. Nørgaard et al., Appl. Spectrosc. 54 (2000) 413): the channels are cut into intervals of equal width; the one
/// whose PLS has the smallest error in a cross-validation of the training rows is taken, then that which lowers the error of both most, and
/// so on until none does. Channels of other intervals become 0.
/// </summary>
public sealed record IntervalSelection : PreprocessingStep
{
    private const int Parts = 5; // of the cross-validation: every fifth sample
    private const int MaximumRows = 300; // of more training rows as many evenly spaced ones

    /// <summary>Intervals, 2 to 200. Default 20.</summary>
    public int Intervals { get; init; } = 20;

    /// <summary>Most components of a PLS, 1 to 20. Default 8.</summary>
    public int Components { get; init; } = 8;

    /// <inheritdoc/>
    public override string Kind => "intervals";

    /// <inheritdoc/>
    public override string Summary => "only the part of the axis on which a first PLS predicts best";

    /// <inheritdoc/>
    public override string Text => FormattableString.Invariant($"best of {Intervals} intervals");

    /// <inheritdoc/>
    public override bool LearnsFromRows => true;

    /// <inheritdoc/>
    public override bool LearnsFromTargets => true;

    /// <inheritdoc/>
    public override StepProblem? Problem(int channels) =>
        Intervals is < 2 or > 200 ? new("intervals", $"has intervals {Intervals}; expected 2 to 200")
        : Intervals > channels ? new("intervals", $"has intervals {Intervals}; expected at most the {channels} channels of a spectrum")
        : Components is < 1 or > 20 ? new("components", $"has components {Components}; expected 1 to 20") : null;

    /// <inheritdoc/>
    public override IPreprocessor Fit(PreprocessingRows rows)
    {
        Trial trial = new(rows, rows.KnownTargets("Interval PLS"), Components);
        bool[] chosen = new bool[Intervals];
        double error = double.PositiveInfinity;
        for (bool gained = true; gained;)
        {
            gained = false;
            int best = -1;
            for (int i = 0; i < Intervals; i++)
            {
                if (chosen[i]) continue;
                double one = trial.Error(Channels(rows.Channels, [.. chosen.Select((taken, k) => taken || k == i)]));
                if (one < error) (error, best) = (one, i);
            }
            if (best < 0) break;
            chosen[best] = gained = true;
        }
        double[] kept = new double[rows.Channels];
        foreach (int channel in Channels(rows.Channels, chosen)) kept[channel] = 1;
        return new ChannelChoice(kept);
    }

    /// <inheritdoc/>
    public override IPreprocessor Restore(double[] learned, int channels) => new ChannelChoice(learned);

    /// <summary>Channels of the chosen intervals: interval i begins at ⌊i C/I⌋.</summary>
    private static int[] Channels(int channels, bool[] chosen) =>
        [.. Enumerable.Range(0, channels).Where(c => chosen[((c * chosen.Length) + chosen.Length - 1) / channels])];

    /// <summary>The cross-validation.</summary>
    private sealed class Trial
    {
        private readonly PreprocessingRows _rows;
        private readonly double[] _targets;
        private readonly int _components;
        private readonly int[] _used;
        private readonly int[] _part; // of each used row; −1 for generated ones, which are never held out

        public Trial(PreprocessingRows rows, double[] targets, int components)
        {
            (_rows, _targets, _components) = (rows, targets, components);
            int count = Math.Min(rows.Count, MaximumRows);
            _used = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * rows.Count / count))];
            Dictionary<int, int> numbers = [];
            _part = [.. _used.Select(row =>
            {
                int sample = rows.Samples?[row] ?? row;
                if (sample < 0) return -1;
                if (!numbers.TryGetValue(sample, out int number)) numbers.Add(sample, number = numbers.Count);
                return number % Parts;
            })];
            if (numbers.Count < Parts)
                throw new InvalidPreprocessingException(
                    $"Interval PLS needs {Parts} or more measured training samples, found {numbers.Count}.");
        }

        /// <summary>Mean squared error of held-out rows with the best number of components.</summary>
        public double Error(int[] channels)
        {
            double[] squares = new double[_components];
            for (int part = 0; part < Parts; part++)
            {
                int[] training = [.. _used.Where((_, i) => _part[i] != part)], held = [.. _used.Where((_, i) => _part[i] == part)];
                LatentVariables pls = new(Of(training, channels), [.. training.Select(row => _targets[row])], channels.Length);
                double[] x = Of(held, channels), predicted = new double[held.Length];
                Array.Fill(predicted, pls.TargetMean);
                for (int i = 0; i < held.Length; i++)
                    OrthogonalPolynomials.Subtract(x.AsSpan(i * channels.Length, channels.Length), pls.Means, 1);
                for (int k = 0; k < _components; k++)
                {
                    bool more = pls.Weights.Count == k && pls.Add();
                    for (int i = 0; i < held.Length; i++)
                    {
                        if (more)
                        {
                            Span<double> row = x.AsSpan(i * channels.Length, channels.Length);
                            double score = FixedOrder.DotInFours(row, pls.Weights[k]);
                            OrthogonalPolynomials.Subtract(row, pls.Loadings[k], score);
                            predicted[i] = Math.FusedMultiplyAdd(pls.TargetLoadings[k], score, predicted[i]);
                        }
                        double error = predicted[i] - _targets[held[i]];
                        squares[k] = Math.FusedMultiplyAdd(error, error, squares[k]);
                    }
                }
            }
            return squares.Min() / _part.Count(part => part >= 0);
        }

        private double[] Of(int[] rows, int[] channels)
        {
            double[] values = new double[rows.Length * channels.Length];
            for (int i = 0; i < rows.Length; i++)
                for (int c = 0; c < channels.Length; c++) values[(i * channels.Length) + c] = _rows.Row(rows[i])[channels[c]];
            return values;
        }
    }
}
