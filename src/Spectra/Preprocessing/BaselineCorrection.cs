using System.Globalization;
using IonSweep.Spectra.Formulas;

namespace IonSweep.Spectra.Preprocessing;

/// <summary>
/// Baseline by asymmetric least squares (P. H. C. Eilers, H. F. M. Boelens, 2005): a smooth line z that lies below peaks, minimising
/// Σ wᵢ (xᵢ − zᵢ)² + λ Σ (Δ²zᵢ)² with w = p above the line and 1 − p below, is taken out of every spectrum.
/// </summary>
public sealed record BaselineCorrection : PreprocessingStep
{
    /// <summary>λ, how stiff the line is, 1 to 10¹². Default 10⁵.</summary>
    public double Stiffness { get; init; } = 1e5;

    /// <summary>p, the weight of what lies above the line, above 0 and below 0.5. Default 0.01.</summary>
    public double Asymmetry { get; init; } = 0.01;

    /// <summary>Rounds of weights, 1 to 100. Default 10.</summary>
    public int Rounds { get; init; } = 10;

    /// <inheritdoc/>
    public override string Kind => "baseline";

    /// <inheritdoc/>
    public override string Summary => "a smooth curve below each spectrum taken off";

    /// <inheritdoc/>
    public override string Text => string.Create(
        CultureInfo.InvariantCulture, $"baseline by asymmetric least squares, stiffness {Stiffness:0.###e0}, asymmetry {Asymmetry}");

    /// <inheritdoc/>
    public override StepProblem? Problem(int channels)
    {
        if (channels < 3) return new(null, $"is not possible on {channels} channels; expected 3 or more");
        if (!(Stiffness is >= 1 and <= 1e12)) return Found("stiffness", Stiffness, "1 to 1e12");
        if (!(Asymmetry is > 0 and < 0.5)) return Found("asymmetry", Asymmetry, "a number above 0 and below 0.5");
        return Rounds is < 1 or > 100 ? Found("rounds", Rounds, "1 to 100") : null;
    }

    /// <inheritdoc/>
    public override IPreprocessor Fit(PreprocessingRows rows) => new Ready(this);

    private static StepProblem Found(string option, IFormattable value, string expected) =>
        new(option, $"has {option} {value.ToString(null, CultureInfo.InvariantCulture)}; expected {expected}");

    private sealed class Ready(BaselineCorrection options) : IPreprocessor
    {
        public void Apply(Span<double> spectrum)
        {
            int n = spectrum.Length;
            double[] weights = new double[n], line = new double[n], d = new double[n], l1 = new double[n], l2 = new double[n];
            Array.Fill(weights, 1);
            for (int round = 0; round < options.Rounds; round++)
            {
                Solve(spectrum, weights, line, d, l1, l2);
                for (int c = 0; c < n; c++) weights[c] = spectrum[c] > line[c] ? options.Asymmetry : 1 - options.Asymmetry;
            }
            for (int c = 0; c < n; c++) spectrum[c] -= line[c];
        }

        /// <summary>The same rounds, each two recurrences along the channels (<see cref="Solve"/>).</summary>
        public FormulaValue Write(IFormulas formulas, FormulaValue spectra)
        {
            int n = spectra.Columns;
            double[] diagonals = new double[n], firsts = new double[n], seconds = new double[n];
            for (int i = 0; i < n; i++)
            {
                (double diagonal, double first, double second) = Penalty(i, n);
                (diagonals[i], firsts[i], seconds[i]) =
                    (options.Stiffness * diagonal, options.Stiffness * first, options.Stiffness * second);
            }
            FormulaValue[] penalty = [formulas.Constant(diagonals), formulas.Constant(firsts), formulas.Constant(seconds)];
            FormulaValue zero = formulas.Multiply(spectra, formulas.Constant(0)), weights = formulas.Add(zero, formulas.Constant(1));
            FormulaValue line = zero;
            for (int round = 0; round < options.Rounds; round++)
            {
                IReadOnlyList<FormulaValue> down = formulas.Recurrence(
                    [spectra, weights, .. penalty], [1, 1, 0, 0, 0], backwards: false, (states, at) => Eliminated(formulas, states, at));
                line = formulas.Recurrence(
                    down, [0, 0, 0, 0, 0], backwards: true, (states, at) => Substituted(formulas, states, at))[0];
                weights = formulas.WherePositive(
                    formulas.Subtract(spectra, line), formulas.Constant(options.Asymmetry), formulas.Constant(1 - options.Asymmetry));
            }
            return formulas.Subtract(spectra, line);
        }

        // States: d₋₁, d₋₂, l1₋₁, z₋₁, z₋₂. Inputs: x, w, the three diagonals.
        private static (IReadOnlyList<FormulaValue>, IReadOnlyList<FormulaValue>) Eliminated(
            IFormulas f, IReadOnlyList<FormulaValue> s, IReadOnlyList<FormulaValue> at)
        {
            FormulaValue l2 = f.Divide(at[4], s[1]), l2d = f.Multiply(l2, s[1]);
            FormulaValue below = f.Subtract(at[3], f.Multiply(l2d, s[2])), l1 = f.Divide(below, s[0]);
            FormulaValue pivot = f.Subtract(
                f.Subtract(f.Add(at[1], at[2]), f.Multiply(l2, l2d)), f.Multiply(f.Multiply(l1, l1), s[0]));
            FormulaValue z = f.Subtract(
                f.Subtract(f.Multiply(at[1], at[0]), f.Multiply(l1, s[3])), f.Multiply(l2, s[4]));
            return ([pivot, s[0], l1, z, s[3]], [f.Divide(z, pivot), l1, l2]);
        }

        // States: l1₊₁, l2₊₁, l2₊₂, z₊₁, z₊₂. Inputs: z/d, l1, l2.
        private static (IReadOnlyList<FormulaValue>, IReadOnlyList<FormulaValue>) Substituted(
            IFormulas f, IReadOnlyList<FormulaValue> s, IReadOnlyList<FormulaValue> at)
        {
            FormulaValue z = f.Subtract(f.Subtract(at[0], f.Multiply(s[0], s[3])), f.Multiply(s[2], s[4]));
            return ([at[1], at[2], s[1], z, s[3]], [z]);
        }

        /// <summary>(W + λ D₂ᵀD₂) z = W x by LDLᵀ of its five diagonals.</summary>
        private void Solve(ReadOnlySpan<double> x, double[] w, double[] z, double[] d, double[] l1, double[] l2)
        {
            int n = x.Length;
            double stiffness = options.Stiffness;
            for (int i = 0; i < n; i++)
            {
                (double diagonal, double first, double second) = Penalty(i, n);
                double pivot = w[i] + stiffness * diagonal;
                double below2 = stiffness * second, below1 = stiffness * first;
                if (i >= 2)
                {
                    l2[i] = below2 / d[i - 2];
                    below1 -= l2[i] * d[i - 2] * l1[i - 1];
                    pivot -= l2[i] * l2[i] * d[i - 2];
                }
                if (i >= 1)
                {
                    l1[i] = below1 / d[i - 1];
                    pivot -= l1[i] * l1[i] * d[i - 1];
                }
                d[i] = pivot;
                z[i] = w[i] * x[i] - (i >= 1 ? l1[i] * z[i - 1] : 0) - (i >= 2 ? l2[i] * z[i - 2] : 0);
            }
            for (int i = 0; i < n; i++) z[i] /= d[i];
            for (int i = n - 1; i >= 0; i--)
                z[i] -= (i + 1 < n ? l1[i + 1] * z[i + 1] : 0) + (i + 2 < n ? l2[i + 2] * z[i + 2] : 0);
        }

        /// <summary>Elements (i, i), (i, i−1), (i, i−2) of D₂ᵀD₂: each row k of D₂ is (1, −2, 1) at k, k+1, k+2.</summary>
        private static (double Diagonal, double First, double Second) Penalty(int i, int n)
        {
            double diagonal = 0, first = 0;
            for (int k = Math.Max(0, i - 2); k <= Math.Min(i, n - 3); k++)
            {
                diagonal += Coefficient(i - k) * Coefficient(i - k);
                if (i - 1 >= k) first += Coefficient(i - k) * Coefficient(i - 1 - k);
            }
            return (diagonal, first, i >= 2 ? 1 : 0);
        }

        private static double Coefficient(int position) => position == 1 ? -2 : 1;
    }
}
