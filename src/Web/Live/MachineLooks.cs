using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;

namespace IonSweep.Web.Live;

/// <summary>What machines do now, asked for at most once a second, however many pages and programs look.</summary>
internal sealed class MachineLooks(ISweepService service, ServerOptions options)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private (long At, Task<IReadOnlyList<Machine>> Asked)? _last;

    /// <summary>All machines by name, as they were within the last second or are found now.</summary>
    public Task<IReadOnlyList<Machine>> NowAsync(CancellationToken cancellation)
    {
        Task<IReadOnlyList<Machine>> asked;
        lock (_gate)
        {
            if (_last is not { } last
                || (last.Asked.IsCompleted && (last.Asked.IsFaulted || options.Clock.GetElapsedTime(last.At) >= Kept)))
                _last = last = (options.Clock.GetTimestamp(), service.MachinesAsync(CancellationToken.None));
            asked = last.Asked;
        }
        return asked.WaitAsync(cancellation);
    }
}
