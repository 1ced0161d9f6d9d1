using IonSweep.Spectra.Formulas;

namespace IonSweep.Spectra.Preprocessing;

/// <summary>
/// Standard normal variate (R. J. Barnes, M. S. Dhanoa, S. J. Lister, Appl. Spectrosc. 43 (1989) 772): every spectrum gets mean 0 and
/// standard deviation 1, which removes offset and scale that differ from sample to sample (scatter, path length).
/// </summary>
public sealed record StandardNormalVariate : PreprocessingStep
{
    /// <inheritdoc/>
    public override string Kind => "snv";

    /// <inheritdoc/>
    public override string Summary => "each spectrum less its mean, divided by its standard deviation: takes out scatter";

    /// <inheritdoc/>
    public override string Text => "SNV";

    /// <inheritdoc/>
    public override IPreprocessor Fit(PreprocessingRows rows) => new Ready();

    private sealed class Ready : IPreprocessor
    {
        /// <summary>A spectrum without spread becomes 0.</summary>
        public void Apply(Span<double> spectrum)
        {
            double sum = 0;
            foreach (double value in spectrum) sum += value;
            double mean = sum / spectrum.Length, squares = 0;
            foreach (double value in spectrum) squares += (value - mean) * (value - mean);
            double deviation = spectrum.Length > 1 ? Math.Sqrt(squares / (spectrum.Length - 1)) : 0;
            double scale = deviation > 0 ? 1 / deviation : 0;
            for (int c = 0; c < spectrum.Length; c++) spectrum[c] = (spectrum[c] - mean) * scale;
        }

        public FormulaValue Write(IFormulas formulas, FormulaValue spectra)
        {
            double n = spectra.Columns;
            FormulaValue centred = formulas.Subtract(spectra, formulas.Mean(spectra));
            FormulaValue variance = formulas.Multiply(
                formulas.Mean(formulas.Multiply(centred, centred)), formulas.Constant(n > 1 ? n / (n - 1) : 0));
            FormulaValue deviation = formulas.SquareRoot(variance);
            return formulas.Multiply(centred, formulas.WherePositive(
                deviation, formulas.Divide(formulas.Constant(1), deviation), formulas.Constant(0)));
        }
    }
}
