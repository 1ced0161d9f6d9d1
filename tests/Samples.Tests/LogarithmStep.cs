using System.Globalization;
using IonSweep.Spectra.Preprocessing;

namespace IonSweep.Samples.Tests;

/// <summary>Preprocessing in one file: the logarithm of each channel above a floor.</summary>
internal sealed record LogarithmStep : PreprocessingStep
{
    /// <summary>Added before. Default 1.</summary>
    public double Floor { get; init; } = 1;

    public override string Kind => "logarithm";

    public override string Summary => "the logarithm of each value";

    public override string Text => string.Create(CultureInfo.InvariantCulture, $"logarithm of x + {Floor}");

    public override StepProblem? Problem(int channels) =>
        Floor > 0 ? null : new StepProblem("floor", $"has floor {Floor}; expected a positive number");

    public override IPreprocessor Fit(PreprocessingRows rows) => new Ready(Floor);

    private sealed class Ready(double floor) : IPreprocessor
    {
        public void Apply(Span<double> spectrum)
        {
            for (int c = 0; c < spectrum.Length; c++) spectrum[c] = Math.Log(Math.Max(0, spectrum[c]) + floor);
        }
    }
}
