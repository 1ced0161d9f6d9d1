namespace IonSweep.Learning.Cpu;

/// <summary>
/// All parameters of one network in one piece of memory, layer after layer, and beside them what training keeps: Adam's moments and
/// the parameters of the best epoch. The layout is the same on every machine; checkpoints store it as it is.
/// </summary>
internal sealed class Parameters
{
    /// <param name="count">Number of parameters, padding included.</param>
    /// <param name="training">False leaves out what only training needs.</param>
    public Parameters(int count, bool training)
    {
        Values = new FloatBuffer(count);
        First = new FloatBuffer(training ? count : 0);
        Second = new FloatBuffer(training ? count : 0);
        Best = new FloatBuffer(training ? count : 0);
    }

    public int Count => Values.Length;

    public FloatBuffer Values { get; }

    /// <summary>Adam's first moments.</summary>
    public FloatBuffer First { get; }

    /// <summary>Adam's second moments.</summary>
    public FloatBuffer Second { get; }

    public FloatBuffer Best { get; }

    public void KeepAsBest() => Values.Span.CopyTo(Best.Span);

    public void RestoreBest() => Best.Span.CopyTo(Values.Span);
}
