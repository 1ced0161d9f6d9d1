using IonSweep.Spectra.Formulas;
using IonSweep.Spectra.Preprocessing;

namespace IonSweep.Onnx.Tests;

public sealed class PreprocessingTests
{
    private const int Rows = 12, Channels = 40;

    public static TheoryData<string> Kinds => [.. PreprocessingCatalog.All.Select(step => step.Kind)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_step_does_the_same_in_onnx(string kind) => Check(PreprocessingCatalog.All.Single(step => step.Kind == kind));

    [Fact]
    public void Steps_after_one_another_do_the_same_in_onnx()
    {
        Check(new SavitzkyGolay { Window = 7, Derivative = 1 }, new StandardNormalVariate(), new Autoscaling());
        Check(new BaselineCorrection { Stiffness = 100, Rounds = 3 }, new ExtendedScatterCorrection(), new SavitzkyGolay());
        Check(new StandardNormalVariate(), new Detrending(), new SavitzkyGolay { Derivative = 2, Window = 5 });
        Check(new Autoscaling(), new SavitzkyGolay { Window = 5 }, new MultiplicativeScatterCorrection());
    }

    [Fact]
    public void A_step_that_is_not_affine_and_has_no_formula_is_refused()
    {
        PreprocessingPipeline logarithm = new([new Logarithm()], Channels);
        Assert.Contains("'natural logarithm' has no formula", Assert.Throws<NoFormulaException>(
            () => OnnxRun.Of(logarithm.Write, Spectra(), Channels)).Message);
    }

    private static void Check(params PreprocessingStep[] steps)
    {
        float[] spectra = Spectra();
        PreprocessingPipeline pipeline = PreprocessingPipeline.Fit(
            steps, new PreprocessingRows([.. spectra.Select(value => (double)value)], Rows, Channels,
                [.. Enumerable.Range(0, Rows).Select(row => (double)(row * 5 % 7))],
                [.. Enumerable.Range(0, Rows).Select(row => row / 2)]));
        // A spectrum without spread and a mirrored one are among those that come later.
        float[] later =
            [.. spectra.Select((value, i) => value * (1 + i / Channels % 3)), .. new float[Channels], .. spectra[..Channels].Reverse()];
        double[] expected = [.. later.Select(value => (double)value)];
        for (int row = 0; row < Rows + 2; row++) pipeline.Apply(expected.AsSpan(row * Channels, Channels));
        OnnxRun.Same(expected, OnnxRun.Of(pipeline.Write, later, Channels));
    }

    private static float[] Spectra() =>
    [
        .. from row in Enumerable.Range(0, Rows)
           from c in Enumerable.Range(0, Channels)
           select (float)(0.3 + 0.02 * row + 0.004 * c * (row % 3) + (1 + 0.1 * row) * Math.Exp(-Math.Pow((c - 12.0 - row % 2) / 4, 2))
               + 0.002 * ((row * 31 + c * 17) % 23)),
    ];

    private sealed record Logarithm : PreprocessingStep
    {
        public override string Kind => "logarithm";

        public override string Text => "natural logarithm";

        public override string Summary => "the natural logarithm of each value";

        public override IPreprocessor Fit(PreprocessingRows rows) => new Ready();

        private sealed class Ready : IPreprocessor
        {
            public void Apply(Span<double> spectrum)
            {
                foreach (ref double value in spectrum) value = Math.Log(1 + Math.Abs(value));
            }
        }
    }
}
