using IonSweep.Spectra.Preprocessing;

namespace IonSweep.Learning.Selection;

/// <summary>
/// Preprocessings that a search tries unless told others: those of textbooks (T. Næs et al., A User-Friendly Guide to Multivariate
/// Calibration and Classification; Å. Rinnan et al., Trends Anal. Chem. 28 (2009) 1201) and their usual combinations.
/// </summary>
public static class UsualPipelines
{
    /// <summary>Those that can be done on C channels.</summary>
    public static IReadOnlyList<IReadOnlyList<PreprocessingStep>> For(int channels) =>
        [.. All.Where(steps => steps.All(step => step.Problem(channels) is null))];

    private static PreprocessingStep[][] All
    {
        get
        {
            StandardNormalVariate snv = new();
            MultiplicativeScatterCorrection msc = new();
            ExtendedScatterCorrection emsc = new();
            Detrending detrend = new();
            Autoscaling autoscale = new();
            BaselineCorrection baseline = new();
            return
            [
                [], [snv], [msc], [emsc], [detrend], [baseline], [autoscale],
                [Filter(11, 0)], [Filter(7, 1)], [Filter(15, 1)], [Filter(25, 1)], [Filter(45, 1)],
                [Filter(11, 2)], [Filter(21, 2)], [Filter(41, 2)],
                [snv, detrend], [snv, autoscale], [baseline, snv],
                [snv, Filter(15, 1)], [Filter(15, 1), snv], [snv, Filter(21, 2)], [msc, Filter(15, 1)], [emsc, Filter(15, 1)],
                [Filter(15, 1), autoscale],
            ];
        }
    }

    private static SavitzkyGolay Filter(int window, int derivative) =>
        new() { Window = window, Polynomial = derivative == 2 ? 3 : 2, Derivative = derivative };
}
