namespace IonSweep.Sweeps.Models;

/// <summary>
/// Independent jobs that all threads that need their results do together, instead of waiting for the first. A thread that is cancelled or
/// fails gives its job back to the others.
/// </summary>
/// <param name="count">Jobs.</param>
/// <param name="job">Does one, from 0.</param>
internal sealed class JoinedWork<T>(int count, Func<int, CancellationToken, T> job)
{
    private static readonly TimeSpan CancellationCheck = TimeSpan.FromMilliseconds(200);

    private readonly object _lock = new(); // a monitor: threads wait for each other's jobs
    private readonly T[] _results = new T[count];
    private readonly bool[] _taken = new bool[count];
    private int _missing = count;

    /// <summary>All results, in the order of the jobs, whoever did them.</summary>
    public IReadOnlyList<T> Complete(CancellationToken cancellation)
    {
        while (Take(cancellation) is { } mine)
        {
            bool done = false;
            try
            {
                _results[mine] = job(mine, cancellation);
                done = true;
            }
            finally
            {
                lock (_lock)
                {
                    if (done) _missing--;
                    else _taken[mine] = false;
                    Monitor.PulseAll(_lock);
                }
            }
        }
        return _results;
    }

    private int? Take(CancellationToken cancellation)
    {
        lock (_lock)
        {
            while (_missing > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                int free = Array.IndexOf(_taken, false);
                if (free < 0)
                {
                    Monitor.Wait(_lock, CancellationCheck);
                    continue;
                }
                _taken[free] = true;
                return free;
            }
            return null;
        }
    }
}
