using System.Runtime.CompilerServices;
using IonSweep.Sweeps.Results;

namespace IonSweep.Sweeps.Service;

/// <summary>The two loops of all watching: along a feed of this process, and over connections that break.</summary>
public static class FeedWatch
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.2), LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>What a watcher gets next of a feed.</summary>
    /// <param name="Update">An update; null for nothing yet.</param>
    /// <param name="Ended">None follows.</param>
    /// <param name="NextPublished">Completes when there is another.</param>
    public readonly record struct Step(SweepUpdate? Update, bool Ended, Task NextPublished);

    /// <summary>Updates with numbers above one until the sweep ends; a snapshot first where some were missed.</summary>
    /// <param name="next">The next step after a number, taken under whatever guards the feed.</param>
    /// <param name="after">The last number that was seen.</param>
    /// <param name="cancellation">Ends the watching.</param>
    public static async IAsyncEnumerable<SweepUpdate> AlongAsync(
        Func<long, Step> next, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            (SweepUpdate? update, bool ended, Task published) = next(after);
            if (update is not null)
            {
                after = update.Sequence;
                yield return update;
            }
            else if (ended) yield break;
            else await published.WaitAsync(cancellation);
        }
    }

    /// <summary>The same over connections, each of which goes on where the last one broke.</summary>
    /// <param name="open">Updates after a number, to the sweep's end.</param>
    /// <param name="isPassing">
    /// Says of an error whether to try again, given whether anything was received before, and for how long nothing is.
    /// </param>
    /// <param name="after">The last number that was seen.</param>
    /// <param name="clock">For pauses.</param>
    /// <param name="cancellation">Ends the watching.</param>
    public static async IAsyncEnumerable<SweepUpdate> OverAsync(
        Func<long, IAsyncEnumerable<SweepUpdate>> open, Func<Exception, bool, TimeSpan, bool> isPassing, long after, TimeProvider clock,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        bool received = false;
        long heard = clock.GetTimestamp();
        TimeSpan pause = FirstPause;
        while (true)
        {
            await using IAsyncEnumerator<SweepUpdate> updates = open(after).GetAsyncEnumerator(cancellation);
            while (true)
            {
                try
                {
                    if (!await updates.MoveNextAsync()) yield break;
                }
                catch (Exception e) when (!cancellation.IsCancellationRequested && isPassing(e, received, clock.GetElapsedTime(heard)))
                {
                    break; // what comes after the last number is asked for again
                }
                (received, heard, pause) = (true, clock.GetTimestamp(), FirstPause);
                if (updates.Current.Snapshot is null && updates.Current.Sequence <= after) continue;
                after = updates.Current.Sequence;
                yield return updates.Current;
            }
            await Task.Delay(pause, clock, cancellation);
            pause = 2 * pause < LongestPause ? 2 * pause : LongestPause;
        }
    }
}
