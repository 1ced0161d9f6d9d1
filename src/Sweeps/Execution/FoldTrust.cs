using IonSweep.Learning;
using IonSweep.Learning.Trust;
using IonSweep.Spectra;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Trust;

namespace IonSweep.Sweeps.Execution;

/// <summary>
/// What the trust of all models of one fold shares: the distance from the training spectra, and the test spectra disturbed as the
/// instrument would have measured them, then preprocessed and scaled.
/// </summary>
internal sealed class FoldTrust
{
    /// <exception cref="ArgumentException">Too few rows, or rows that do not differ.</exception>
    public FoldTrust(SpectralDataset measured, PreprocessingPipeline preprocessing, FoldData fold, long seed)
    {
        Distance = SpectralDistance.Fit(fold.Training);
        Calibrated = new CalibratedScore(Distances(fold.Validation));
        Undisturbed = Distances(fold.Test);
        Disturber disturber = new(measured.Wavelengths, measured.AxisUnit);
        Disturbed = [.. Disturbance.Standard.Select(disturbance =>
        {
            StreamKey stream = StreamKeys.Of("disturbance", seed, fold.Fold, disturbance.Kind.ToString());
            Matrix spectra = new(fold.Split.Test.Length, measured.ChannelCount);
            for (int i = 0; i < spectra.Rows; i++)
            {
                Span<float> spectrum = spectra.Row(i);
                disturber.Apply(disturbance, measured.Spectrum(fold.Split.Test[i]), spectrum, stream, i);
                preprocessing.Apply(spectrum, spectrum);
                fold.Channels.Transform(spectrum, spectrum);
            }
            return new DisturbedSpectra(disturbance, spectra, Distances(RowSet.All(spectra)));
        })];
    }

    /// <summary>Distance from the fold's training spectra.</summary>
    public SpectralDistance Distance { get; }

    /// <summary>Makes p-values of distances.</summary>
    public CalibratedScore Calibrated { get; }

    /// <summary>Distances of the test spectra.</summary>
    public double[] Undisturbed { get; }

    /// <summary>One entry a kind of disturbance.</summary>
    public IReadOnlyList<DisturbedSpectra> Disturbed { get; }

    private double[] Distances(RowSet spectra) => [.. Enumerable.Range(0, spectra.Count).Select(row => Distance.Score(spectra.Row(row)))];
}

/// <summary>The test spectra after one disturbance.</summary>
/// <param name="Disturbance">What was done.</param>
/// <param name="Spectra">Test rows × C, scaled.</param>
/// <param name="Distances">Their distances from the training spectra.</param>
internal sealed record DisturbedSpectra(Disturbance Disturbance, Matrix Spectra, double[] Distances);
