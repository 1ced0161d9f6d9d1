using IonSweep.Spectra.Formulas;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Spectra.Preprocessing;

/// <summary>
/// Writes a spectrum as x = Σ cₖ tᵏ + b r + e by least squares, r the reference, and gives (x − Σ cₖ tᵏ)/b = r + e/b. A spectrum that does
/// not follow the reference at all (b ≤ 0) gets r + e.
/// </summary>
internal sealed class ScatterCorrector : IPreprocessor
{
    private readonly double[][] _basis; // orthonormal: 1 … t^degree, and what r adds to them
    private readonly double _length; // of that last part

    /// <param name="reference">r, C values.</param>
    /// <param name="degree">Of the polynomial.</param>
    public ScatterCorrector(double[] reference, int degree)
    {
        Learned = reference;
        _basis = [.. OrthogonalPolynomials.Of(reference.Length, degree), [.. reference]];
        double[] last = _basis[^1];
        for (int pass = 0; pass < 2; pass++)
            for (int k = 0; k <= degree; k++) OrthogonalPolynomials.Subtract(last, _basis[k], FixedOrder.DotInFours(last, _basis[k]));
        _length = Math.Sqrt(FixedOrder.DotInFours(last, last));
        double scale = _length > 1e-12 * Math.Sqrt(FixedOrder.DotInFours(reference, reference)) ? 1 / _length : 0;
        for (int c = 0; c < last.Length; c++) last[c] *= scale;
    }

    public double[] Learned { get; }

    public static ScatterCorrector Fit(PreprocessingRows rows, int degree)
    {
        if (rows.Count == 0) throw new InvalidPreprocessingException("Scatter correction needs training spectra, found none.");
        double[] mean = new double[rows.Channels];
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<double> spectrum = rows.Row(row);
            for (int c = 0; c < mean.Length; c++) mean[c] += spectrum[c];
        }
        for (int c = 0; c < mean.Length; c++) mean[c] /= rows.Count;
        return new ScatterCorrector(mean, degree);
    }

    public void Apply(Span<double> spectrum)
    {
        double weight = 0;
        foreach (double[] direction in _basis)
        {
            weight = FixedOrder.DotInFours(spectrum, direction);
            OrthogonalPolynomials.Subtract(spectrum, direction, weight);
        }
        double slope = _length > 0 ? weight / _length : 0, scale = slope > 0 ? 1 / slope : 1;
        for (int c = 0; c < spectrum.Length; c++) spectrum[c] = Math.FusedMultiplyAdd(spectrum[c], scale, Learned[c]);
    }

    public FormulaValue Write(IFormulas formulas, FormulaValue spectra)
    {
        int channels = Learned.Length, count = _basis.Length;
        double[] rows = [.. _basis.SelectMany(direction => direction)], columns = new double[channels * count], last = new double[count];
        for (int k = 0; k < count; k++)
            for (int c = 0; c < channels; c++) columns[c * count + k] = _basis[k][c];
        last[^1] = _length > 0 ? 1 / _length : 0;
        FormulaValue weights = formulas.Linear(spectra, rows, new double[count]);
        FormulaValue rest = formulas.Subtract(spectra, formulas.Linear(weights, columns, new double[channels]));
        FormulaValue slope = formulas.Linear(weights, last, [0]);
        FormulaValue scale = formulas.WherePositive(slope, formulas.Divide(formulas.Constant(1), slope), formulas.Constant(1));
        return formulas.Add(formulas.Multiply(rest, scale), formulas.Constant(Learned));
    }
}
