using IonSweep.Spectra.Numerics;

namespace IonSweep.Spectra.Preprocessing;

/// <summary>
/// External parameter orthogonalisation (J.-M. Roger, F. Chauchard, V. Bellon-Maurel, Chemom. Intell. Lab. Syst. 66 (2003) 191) against
/// what differs between replicates: the first principal directions of the training spectra's differences from their sample's mean are
/// projected out of every spectrum. Needs samples that were measured more than once.
/// </summary>
public sealed record ExternalParameterOrthogonalisation : PreprocessingStep
{
    private const int Iterations = 500;

    /// <summary>Directions that are projected out, 1 to 20; fewer when replicates differ in fewer. Default 1.</summary>
    public int Components { get; init; } = 1;

    /// <inheritdoc/>
    public override string Kind => "epo";

    /// <inheritdoc/>
    public override string Summary => "what varies among replicates of one sample is taken out";

    /// <inheritdoc/>
    public override string Text => FormattableString.Invariant($"EPO, {Components} component{(Components == 1 ? "" : "s")}");

    /// <inheritdoc/>
    public override bool LearnsFromRows => true;

    /// <inheritdoc/>
    public override StepProblem? Problem(int channels) => Components is >= 1 and <= 20 ? null
        : new("components", $"has components {Components}; expected 1 to 20");

    /// <inheritdoc/>
    public override IPreprocessor Fit(PreprocessingRows rows)
    {
        double[][] differences = [.. Differences(rows)];
        List<double> directions = [];
        double first = 0;
        for (int k = 0; k < Components; k++)
        {
            double[]? direction = Largest(differences, rows.Channels, ref first);
            if (direction is null) break;
            foreach (double[] one in differences)
                OrthogonalPolynomials.Subtract(one, direction, FixedOrder.DotInFours(one, direction));
            directions.AddRange(direction);
        }
        return directions.Count > 0 ? new Ready([.. directions])
            : throw new InvalidPreprocessingException("EPO needs replicate spectra of a sample that differ; there are none.");
    }

    /// <inheritdoc/>
    public override IPreprocessor Restore(double[] learned, int channels) => new Ready(learned);

    private static IEnumerable<double[]> Differences(PreprocessingRows rows)
    {
        if (rows.Samples is not { } samples) yield break;
        foreach (IGrouping<int, int> sample in Enumerable.Range(0, rows.Count).Where(row => samples[row] >= 0).GroupBy(row => samples[row]))
        {
            int[] replicates = [.. sample];
            if (replicates.Length < 2) continue;
            double[] mean = new double[rows.Channels];
            foreach (int row in replicates) OrthogonalPolynomials.Subtract(mean, rows.Row(row), -1.0 / replicates.Length);
            foreach (int row in replicates)
            {
                double[] difference = rows.Row(row).ToArray();
                OrthogonalPolynomials.Subtract(difference, mean, 1);
                yield return difference;
            }
        }
    }

    /// <summary>First principal direction of rows by power iteration from their longest; null when only rounding is left.</summary>
    private static double[]? Largest(double[][] rows, int channels, ref double first)
    {
        double[] direction = [.. rows.MaxBy(row => FixedOrder.DotInFours(row, row)) ?? new double[channels]];
        double length = Math.Sqrt(FixedOrder.DotInFours(direction, direction));
        if (first == 0) first = length;
        if (!(length > 1e-10 * first) || first == 0) return null;
        for (int c = 0; c < channels; c++) direction[c] /= length;
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            double[] next = new double[channels];
            foreach (double[] row in rows) OrthogonalPolynomials.Subtract(next, row, -FixedOrder.DotInFours(row, direction));
            double norm = Math.Sqrt(FixedOrder.DotInFours(next, next)), change = 0;
            for (int c = 0; c < channels; c++)
            {
                next[c] /= norm;
                change = Math.Max(change, Math.Abs(next[c] - direction[c]));
            }
            direction = next;
            if (change < 1e-14) break;
        }
        return direction;
    }

    private sealed class Ready(double[] directions) : IPreprocessor
    {
        public double[] Learned => directions;

        public void Apply(Span<double> spectrum)
        {
            for (int at = 0; at < directions.Length; at += spectrum.Length)
            {
                ReadOnlySpan<double> direction = directions.AsSpan(at, spectrum.Length);
                OrthogonalPolynomials.Subtract(spectrum, direction, FixedOrder.DotInFours(spectrum, direction));
            }
        }
    }
}
