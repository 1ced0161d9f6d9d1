namespace IonSweep.Spectra.Preprocessing;

/// <summary>Why a preprocessing step cannot be done.</summary>
/// <param name="Option">Key of the option that is at fault; null when it is none.</param>
/// <param name="Text">Continues a sentence that begins with the step: <c>has window 4; expected an odd …</c>.</param>
public sealed record StepProblem(string? Option, string Text)
{
    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
