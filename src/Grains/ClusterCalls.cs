using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Service;

namespace IonSweep.Grains;

/// <summary>
/// Calls from outside the cluster, which wait a while when no silo can be reached: a client learns of new silos only every few seconds.
/// </summary>
internal sealed class ClusterCalls(TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15), Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Calls again while it does not arrive. It may then arrive twice: a second delete says that there is nothing to delete.
    /// </summary>
    /// <exception cref="SweepServiceUnavailableException">No silo answered.</exception>
    public Task AskAsync(Func<Task> call, CancellationToken cancellation = default) => AskAsync(
        async () =>
        {
            await call();
            return true;
        },
        cancellation);

    /// <inheritdoc cref="AskAsync(Func{Task}, CancellationToken)"/>
    public async Task<T> AskAsync<T>(Func<Task<T>> call, CancellationToken cancellation = default)
    {
        long start = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (OrleansException e) when (IsUnreachable(e))
            {
                if (clock.GetElapsedTime(start) >= Patience)
                    throw new SweepServiceUnavailableException("No silo of the cluster can be reached; ask again when it is back.", e);
            }
            catch (TimeoutException e)
            {
                throw new SweepServiceUnavailableException("The cluster did not answer in time; ask again.", e);
            }
            await Task.Delay(Pause, clock, cancellation);
        }
    }

    private static bool IsUnreachable(OrleansException e) =>
        e is OrleansMessageRejectionException or GatewayTooBusyException or Orleans.Runtime.Messaging.ConnectionFailedException;
}
