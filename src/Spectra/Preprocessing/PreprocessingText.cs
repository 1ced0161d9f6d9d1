namespace IonSweep.Spectra.Preprocessing;

/// <summary>Preprocessing in words.</summary>
public static class PreprocessingText
{
    /// <summary>E.g. <c>SNV; Savitzky–Golay, window 11, polynomial 2, derivative 1</c>; <c>none</c> without steps.</summary>
    public static string Of(IReadOnlyList<PreprocessingStep> steps)
    {
        string[] words = [.. steps.Where(step => step is not NoPreprocessing).Select(step => step.Text)];
        return words.Length == 0 ? "none" : string.Join("; ", words);
    }
}
