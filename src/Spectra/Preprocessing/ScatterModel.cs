using IonSweep.Spectra.Numerics;

namespace IonSweep.Spectra.Preprocessing;

/// <summary>
/// What an extended multiplicative signal correction (<see cref="ExtendedScatterCorrection"/>) finds of a spectrum x = Σ cₖ tᵏ + b r + e,
/// r the mean of the training spectra: terms c₀ … c_degree and ln b, which can be taken out, put back, or replaced by others.
/// </summary>
public sealed class ScatterModel
{
    private readonly double[][] _polynomials; // orthonormal
    private readonly double[] _overlaps;      // of r with them
    private readonly double[] _direction;     // what r adds to them, unit length
    private readonly double _length;

    private ScatterModel(double[] reference, int degree)
    {
        Degree = degree;
        _polynomials = OrthogonalPolynomials.Of(reference.Length, degree);
        _overlaps = [.. _polynomials.Select(one => FixedOrder.DotInFours(reference, one))];
        _direction = [.. reference];
        for (int pass = 0; pass < 2; pass++)
            foreach (double[] one in _polynomials)
                OrthogonalPolynomials.Subtract(_direction, one, FixedOrder.DotInFours(_direction, one));
        _length = Math.Sqrt(FixedOrder.DotInFours(_direction, _direction));
        if (!(_length > 1e-12 * Math.Sqrt(FixedOrder.DotInFours(reference, reference)))) _length = 0;
        for (int c = 0; c < _direction.Length; c++) _direction[c] = _length > 0 ? _direction[c] / _length : 0;
    }

    /// <summary>Degree of the polynomial.</summary>
    public int Degree { get; }

    /// <summary>Terms of a spectrum, degree + 2.</summary>
    public int TermCount => Degree + 2;

    /// <summary>The terms of a spectrum that is corrected: all 0.</summary>
    public double[] Corrected => new double[TermCount];

    /// <param name="rows">Training spectra; their mean is r.</param>
    /// <param name="degree">Of the polynomial, 0 or more.</param>
    /// <exception cref="InvalidPreprocessingException">No rows, or fewer channels than terms.</exception>
    public static ScatterModel Fit(PreprocessingRows rows, int degree)
    {
        if (new ExtendedScatterCorrection { Degree = degree }.Problem(rows.Channels) is { } problem)
            throw new InvalidPreprocessingException($"The scatter correction {problem}.");
        return new ScatterModel(ScatterCorrector.Fit(rows, degree).Learned, degree);
    }

    /// <summary>c₀ … c_degree of the orthonormal polynomials and ln b; b counts as 1 where a spectrum does not follow r at all.</summary>
    public double[] TermsOf(ReadOnlySpan<double> spectrum)
    {
        double[] terms = new double[TermCount];
        double slope = _length > 0 ? FixedOrder.DotInFours(spectrum, _direction) / _length : 0;
        if (!(slope > 0)) slope = 1;
        for (int k = 0; k <= Degree; k++) terms[k] = FixedOrder.DotInFours(spectrum, _polynomials[k]) - slope * _overlaps[k];
        terms[^1] = PortableMath.Log(slope);
        return terms;
    }

    /// <summary>Replaces the terms of a spectrum: x ← Σ c′ₖ tᵏ + (b′/b)(x − Σ cₖ tᵏ).</summary>
    /// <param name="spectrum">C values, changed in place.</param>
    /// <param name="from">Its terms.</param>
    /// <param name="to">Those that it gets.</param>
    public void Replace(Span<double> spectrum, ReadOnlySpan<double> from, ReadOnlySpan<double> to)
    {
        double factor = PortableMath.Exp(to[^1] - from[^1]);
        for (int c = 0; c < spectrum.Length; c++) spectrum[c] *= factor;
        for (int k = 0; k <= Degree; k++) OrthogonalPolynomials.Subtract(spectrum, _polynomials[k], factor * from[k] - to[k]);
    }
}
