namespace IonSweep.Sweeps.Tests.Service;

/// <summary>Holds every training at its first epoch until it is let go, so that a test can look at what runs.</summary>
internal sealed class HeldTrainer : IDisposable
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1); // so that a test that fails ends

    private readonly SemaphoreSlim _held = new(0);
    private readonly ManualResetEventSlim _go = new();

    public HeldTrainer() => Trainer = new WatchedTrainer
    {
        Epoch = _ =>
        {
            if (_go.IsSet) return;
            _held.Release();
            _go.Wait(Hang);
        },
    };

    /// <summary>The trainer.</summary>
    public WatchedTrainer Trainer { get; }

    /// <summary>Waits until so many trainings are held.</summary>
    public async Task UntilHeldAsync(int trainings)
    {
        for (int i = 0; i < trainings; i++) Assert.True(await _held.WaitAsync(Hang));
    }

    /// <summary>Holds trainings to come, after all were let go.</summary>
    public void Hold() => _go.Reset();

    /// <summary>Lets all go on, and those to come.</summary>
    public void Release() => _go.Set();

    public void Dispose()
    {
        Release();
        _held.Dispose();
    }
}
