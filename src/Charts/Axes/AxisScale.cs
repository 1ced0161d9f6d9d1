namespace IonSweep.Charts.Axes;

/// <summary>Maps values of one axis to pixels.</summary>
public abstract class AxisScale
{
    /// <summary>Labelled positions, ascending.</summary>
    public abstract IReadOnlyList<Tick> Ticks { get; }

    /// <summary>Pixel of a value; values outside the domain map outside the range.</summary>
    public abstract double Map(double value);
}
