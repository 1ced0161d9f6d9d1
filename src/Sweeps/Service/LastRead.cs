using IonSweep.Sweeps.Results;

namespace IonSweep.Sweeps.Service;

/// <summary>
/// Keeps what was read of one sweep while somebody asks for it, so that its snapshot, results and report are made of one reading, also when
/// they are asked for at the same moment.
/// </summary>
/// <param name="clock">Tells when nobody has asked for a while.</param>
/// <param name="unused">After how long without a question it goes.</param>
internal sealed class LastRead<T>(TimeProvider clock, TimeSpan unused) where T : class
{
    private readonly Lock _gate = new();
    private ITimer? _forgetting;
    private (string Id, SweepVersion Version, Task<T> Reading)? _last;

    /// <summary>What was read under this version, or is read now.</summary>
    /// <param name="id">The sweep.</param>
    /// <param name="version">Of what is stored, asked for before this call.</param>
    /// <param name="read">Reads it, for everybody who waits: it is not cancelled.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<T> GetAsync(string id, SweepVersion version, Func<Task<T>> read, CancellationToken cancellation)
    {
        Task<T> reading;
        lock (_gate)
        {
            if (_last is not { } last || last.Id != id || last.Version != version || last.Reading.IsFaulted)
                _last = last = (id, version, Task.Run(read));
            reading = last.Reading;
            _forgetting ??= clock.CreateTimer(_ => Forget(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _forgetting.Change(unused, Timeout.InfiniteTimeSpan);
        }
        return reading.WaitAsync(cancellation);
    }

    private void Forget()
    {
        lock (_gate) _last = null;
    }
}
