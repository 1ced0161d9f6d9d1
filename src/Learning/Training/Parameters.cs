namespace IonSweep.Learning.Training;

/// <summary>
/// All parameters of one network in one piece of memory, layer after layer, and beside them what training keeps: Adam's moments and
/// the parameters of the best epoch. The layout is the same on every machine; checkpoints store it as it is.
/// </summary>
public sealed class Parameters
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

    /// <summary>Number of parameters, padding included.</summary>
    public int Count => Values.Length;

    /// <summary>The present parameters.</summary>
    public FloatBuffer Values { get; }

    /// <summary>Adam's first moments.</summary>
    public FloatBuffer First { get; }

    /// <summary>Adam's second moments.</summary>
    public FloatBuffer Second { get; }

    /// <summary>The best epoch's parameters.</summary>
    public FloatBuffer Best { get; }

    /// <summary>Average of the parameters over epochs; empty where none is kept.</summary>
    public FloatBuffer Mean { get; private set; } = new(0);

    /// <summary>Keeps an average from now on.</summary>
    public void StartAverage() => Mean = new FloatBuffer(Count);

    /// <summary>Takes the present parameters into the average: mean ← share · mean + (1 − share) · values.</summary>
    public void AddToAverage(float share)
    {
        Span<float> mean = Mean.Span, values = Values.Span;
        for (int i = 0; i < mean.Length; i++) mean[i] = MathF.FusedMultiplyAdd(share, mean[i] - values[i], values[i]);
    }

    /// <summary>The average becomes the present parameters, and the other way round.</summary>
    public void ExchangeAverage()
    {
        Span<float> mean = Mean.Span, values = Values.Span;
        for (int i = 0; i < mean.Length; i++) (mean[i], values[i]) = (values[i], mean[i]);
    }

    /// <summary>The present epoch is the best so far.</summary>
    public void KeepAsBest() => Values.Span.CopyTo(Best.Span);

    /// <summary>The best epoch's parameters become the present ones.</summary>
    public void RestoreBest() => Best.Span.CopyTo(Values.Span);
}
