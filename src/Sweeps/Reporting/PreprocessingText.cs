using System.Globalization;
using IonSweep.Spectra.Preprocessing;

namespace IonSweep.Sweeps.Reporting;

/// <summary>Preprocessing in words.</summary>
public static class PreprocessingText
{
    /// <summary>E.g. <c>SNV; Savitzky–Golay, window 11, polynomial 2, derivative 1</c>; <c>none</c> without steps.</summary>
    public static string Of(IReadOnlyList<PreprocessingStep> steps)
    {
        string[] words = [.. steps.Where(step => step.Kind != PreprocessingKind.None).Select(step => step.Kind == PreprocessingKind.Snv
            ? "SNV"
            : string.Create(CultureInfo.InvariantCulture,
                $"Savitzky–Golay, window {step.Window}, polynomial {step.Polynomial}, derivative {step.Derivative}"))];
        return words.Length == 0 ? "none" : string.Join("; ", words);
    }
}
