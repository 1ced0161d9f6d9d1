namespace IonSweep.Spectra.Formulas;

/// <summary>Something cannot be written down as a formula. The message says what, and why.</summary>
public sealed class NoFormulaException(string message) : Exception(message);
