namespace IonSweep.Formats.Instruments;

/// <summary>A spectrum among the columns of an instrument's text.</summary>
/// <param name="Axis">Column of its positions.</param>
/// <param name="AxisWords">What is said of the positions.</param>
/// <param name="Column">Column of its values.</param>
/// <param name="Name">Its name above the column; null without one.</param>
/// <param name="Words">What is said of the values above the column.</param>
internal sealed record Trace(int Axis, string AxisWords, int Column, string? Name, string Words);
