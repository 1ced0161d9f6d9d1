using IonSweep.Learning.Multivariate;
using IonSweep.Spectra.Formulas;
using IonSweep.Spectra.Numerics;
using IonSweep.Spectra.Preprocessing;

namespace IonSweep.Learning.Selection;

/// <summary>
/// A calibration of one target with its preprocessing: ŷ = intercept + b·z + Σ rᵢ exp(−p‖u − cᵢ‖²), z the preprocessed spectrum, u the same
/// or P z − o. Different threads may use it at once.
/// </summary>
/// <param name="Preprocessing">Fitted on the training rows.</param>
/// <param name="Intercept">Unit of the target.</param>
/// <param name="Coefficients">b, C values; empty without a linear part.</param>
/// <param name="Radial">Null without a radial part.</param>
/// <param name="Local">Makes the whole prediction instead where it is not null.</param>
public sealed record FittedCalibration(
    PreprocessingPipeline Preprocessing, double Intercept, double[] Coefficients, RadialTerm? Radial, LocalTerm? Local = null)
{
    /// <summary>A candidate trained on all rows of the search.</summary>
    /// <param name="spectra">R rows.</param>
    /// <param name="targets">R values.</param>
    /// <param name="candidate">What the search chose.</param>
    /// <exception cref="InvalidPreprocessingException">The rows do not allow it.</exception>
    public static FittedCalibration Fit(SearchSpectra spectra, double[] targets, SearchCandidate candidate)
    {
        int channels = spectra.ChannelCount, all = spectra.RowCount;
        (PreprocessingPipeline pipeline, double[] rows) = spectra.Fit(candidate.Pipeline, [.. Enumerable.Range(0, all)], targets);
        if (all > candidate.Method.MaximumRows)
        {
            int[] kept = SplitGram.EvenlySpaced(all, candidate.Method.MaximumRows);
            rows = [.. kept.SelectMany(row => rows[(row * channels)..((row + 1) * channels)])];
            targets = [.. kept.Select(row => targets[row])];
        }
        int n = targets.Length;
        SplitGram gram = SplitGram.Of(SplitGram.Products(rows, n, channels), n, [.. Enumerable.Range(0, n)], []);
        if (Array.TrueForAll(targets, value => value == targets[0]) || !(gram.Spread > 0))
            return new FittedCalibration(pipeline, RegressionMethods.Mean(targets), [], null);
        DualRegression dual = candidate.Method.Fit(gram, targets, candidate.Setting);
        if (dual.Local is { } local)
            return new FittedCalibration(
                pipeline, 0, [], null, new LocalTerm([.. rows.Select(value => (float)value)], targets, local.Neighbours, local.Components));
        double[] mean = new double[channels];
        for (int row = 0; row < n; row++) FixedOrder.AddScaled(mean, 1.0 / n, rows.AsSpan(row * channels, channels));
        double[] centred = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++) centred[i] = rows[i] - mean[i % channels];
        double[] coefficients = dual.Linear is null ? [] : Combined(dual.Linear, centred, channels);
        double intercept = dual.Mean - (coefficients.Length == 0 ? 0 : FixedOrder.Dot(coefficients, mean));
        return new FittedCalibration(pipeline, intercept, coefficients, RadialTerm.Of(dual.Radial, rows, centred, mean));
    }

    /// <summary>The prediction for one spectrum in the instrument's unit.</summary>
    public double Predict(ReadOnlySpan<float> spectrum)
    {
        double[] z = new double[spectrum.Length];
        for (int c = 0; c < z.Length; c++) z[c] = spectrum[c];
        Preprocessing.Apply(z);
        if (Local is not null) return Local.Predict(z);
        double sum = Intercept;
        if (Coefficients.Length > 0) sum += FixedOrder.Dot(Coefficients, z);
        return Radial is null ? sum : sum + Radial.Predict(z);
    }

    /// <summary>The prediction as a formula.</summary>
    /// <param name="formulas">Writes it down.</param>
    /// <param name="spectra">In the instrument's unit.</param>
    /// <exception cref="NoFormulaException">A preprocessing step or the regression has none; names it.</exception>
    public FormulaValue Write(IFormulas formulas, FormulaValue spectra)
    {
        if (Local is not null)
            throw new NoFormulaException(
                "Local PLS makes a regression of its own for each spectrum, which no formula says; leave it out of search.methods.");
        FormulaValue z = Preprocessing.Write(formulas, spectra);
        FormulaValue sum = Coefficients.Length > 0 ? formulas.Linear(z, Coefficients, [Intercept]) : formulas.Constant(Intercept);
        return Radial is null ? sum : formulas.Add(sum, Radial.Write(formulas, z));
    }

    /// <summary>Σ wᵢ xᵢ.</summary>
    internal static double[] Combined(ReadOnlySpan<double> weights, double[] rows, int channels)
    {
        double[] sum = new double[channels];
        for (int row = 0; row < weights.Length; row++) FixedOrder.AddScaled(sum, weights[row], rows.AsSpan(row * channels, channels));
        return sum;
    }
}

/// <summary>Radial part of a fitted calibration.</summary>
/// <param name="Weights">r, N values.</param>
/// <param name="Precision">p.</param>
/// <param name="Centres">c, N × K; rounded to single precision.</param>
/// <param name="Projection">P, K × C; empty where the centres are preprocessed spectra and K is C.</param>
/// <param name="Offset">o, K values; empty with P.</param>
public sealed record RadialTerm(double[] Weights, double Precision, float[] Centres, double[] Projection, double[] Offset)
{
    internal double Predict(double[] z)
    {
        int dimensions = Centres.Length / Weights.Length;
        double[] u = z;
        if (Projection.Length > 0)
        {
            u = new double[dimensions];
            FixedOrder.Multiply(Projection, dimensions, z, u);
            for (int k = 0; k < dimensions; k++) u[k] -= Offset[k];
        }
        double sum = 0;
        for (int i = 0; i < Weights.Length; i++)
        {
            double square = 0;
            for (int k = 0; k < dimensions; k++)
            {
                double difference = u[k] - Centres[i * dimensions + k];
                square = Math.FusedMultiplyAdd(difference, difference, square);
            }
            sum = Math.FusedMultiplyAdd(Weights[i], PortableMath.Exp(-Precision * square), sum);
        }
        return sum;
    }

    /// <summary>‖v − c‖² = ‖v‖² − 2 c·v + ‖c‖², from the centres' mean, so that no digits are lost.</summary>
    internal FormulaValue Write(IFormulas formulas, FormulaValue z)
    {
        int count = Weights.Length, dimensions = Centres.Length / count;
        double[] mean = new double[dimensions], centres = new double[Centres.Length], squares = new double[count];
        for (int i = 0; i < Centres.Length; i++) mean[i % dimensions] += (double)Centres[i] / count;
        for (int i = 0; i < Centres.Length; i++)
        {
            double shifted = Centres[i] - mean[i % dimensions];
            centres[i] = -2 * shifted;
            squares[i / dimensions] += shifted * shifted;
        }
        FormulaValue v = Projection.Length > 0
            ? formulas.Linear(z, Projection, [.. Offset.Select((offset, k) => -offset - mean[k])])
            : formulas.Subtract(z, formulas.Constant(mean));
        FormulaValue square = formulas.Add(
            formulas.Multiply(formulas.Mean(formulas.Multiply(v, v)), formulas.Constant(dimensions)),
            formulas.Linear(v, centres, squares));
        return formulas.Linear(formulas.Exponential(formulas.Multiply(square, formulas.Constant(-Precision))), Weights, [0]);
    }

    internal static RadialTerm? Of(RadialPart? part, double[] rows, double[] centred, double[] mean)
    {
        if (part is null) return null;
        int n = part.Weights.Length, channels = mean.Length;
        if (part.Directions is null)
            return new RadialTerm(part.Weights, part.Precision, [.. rows.Select(value => (float)value)], [], []);
        int dimensions = part.Directions.Length / n;
        double[] projection = [.. Enumerable.Range(0, dimensions).SelectMany(
            k => FittedCalibration.Combined(part.Directions.AsSpan(k * n, n), centred, channels))];
        double[] offset = new double[dimensions];
        FixedOrder.Multiply(projection, dimensions, mean, offset);
        float[] centres = new float[n * dimensions];
        double[] score = new double[dimensions];
        for (int i = 0; i < n; i++)
        {
            FixedOrder.Multiply(projection, dimensions, centred.AsSpan(i * channels, channels), score);
            for (int k = 0; k < dimensions; k++) centres[i * dimensions + k] = (float)score[k];
        }
        return new RadialTerm(part.Weights, part.Precision, centres, projection, offset);
    }
}
