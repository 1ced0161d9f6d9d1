namespace IonSweep.Client.Progress;

/// <summary>Shows a sweep while it runs.</summary>
internal interface IProgressDisplay
{
    /// <summary>Shows <paramref name="progress"/> until <paramref name="watching"/> ends, then what it ended with.</summary>
    Task ShowAsync(SweepProgress progress, Task watching);

    /// <summary>Says something beside the progress, once.</summary>
    void Note(string text);
}
