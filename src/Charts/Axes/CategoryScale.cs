namespace IonSweep.Charts.Axes;

/// <summary>Equal slots for names; value i is the middle of slot i.</summary>
public sealed class CategoryScale : AxisScale
{
    private readonly double _from;

    /// <param name="names">One label a slot, first to last.</param>
    /// <param name="from">Pixel where the first slot begins.</param>
    /// <param name="to">Pixel where the last slot ends.</param>
    public CategoryScale(IReadOnlyList<string> names, double from, double to)
    {
        _from = from;
        Slot = (to - from) / Math.Max(1, names.Count);
        Ticks = [.. names.Select((name, i) => new Tick(i, name))];
    }

    /// <summary>Signed width of one slot in pixels.</summary>
    public double Slot { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Tick> Ticks { get; }

    /// <inheritdoc/>
    public override double Map(double value) => _from + (value + 0.5) * Slot;
}
