namespace IonSweep.Charts.Axes;

/// <summary>One labelled position on an axis.</summary>
/// <param name="Value">In the axis's unit.</param>
/// <param name="Label">What is printed; empty for a minor tick.</param>
public readonly record struct Tick(double Value, string Label);
