using IonSweep.Learning;
using IonSweep.Spectra.Preprocessing;

namespace IonSweep.Sweeps.Strategies;

/// <summary>Offset, slope and multiplication of training spectra.</summary>
internal static class ScatterTerms
{
    /// <returns>The model, and N × <see cref="ScatterModel.TermCount"/> terms.</returns>
    /// <exception cref="Learning.Forward.ForwardFitException">The spectra have too few channels.</exception>
    public static (ScatterModel Model, double[] Terms) Of(Matrix measured, int degree)
    {
        double[] spectra = new double[measured.Rows * measured.Columns];
        for (int row = 0; row < measured.Rows; row++)
            for (int c = 0; c < measured.Columns; c++) spectra[row * measured.Columns + c] = measured.Row(row)[c];
        PreprocessingRows rows = new(spectra, measured.Rows, measured.Columns);
        ScatterModel model;
        try
        {
            model = ScatterModel.Fit(rows, degree);
        }
        catch (InvalidPreprocessingException e)
        {
            throw new Learning.Forward.ForwardFitException(e.Message);
        }
        double[] terms = new double[measured.Rows * model.TermCount];
        for (int row = 0; row < measured.Rows; row++) model.TermsOf(rows.Row(row)).CopyTo(terms, row * model.TermCount);
        return (model, terms);
    }
}
