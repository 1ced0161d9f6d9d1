using System.Collections.Concurrent;

namespace IonSweep.Sweeps.Execution;

/// <summary>
/// A thread that trains. What it awaits between trainings goes on on it, so that work reads and stores without holding a thread of the pool
/// while it computes, and no thread blocks while it waits for a store.
/// </summary>
public static class TrainingThread
{
    /// <summary>Starts a thread that ends with its work.</summary>
    /// <param name="name">For debuggers.</param>
    /// <param name="work">Runs on the thread, its continuations too. An exception that it ends in is unhandled.</param>
    /// <returns>Completes when the thread has ended.</returns>
    public static Task Start(string name, Func<Task> work)
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            using Continuations continuations = new();
            SynchronizationContext.SetSynchronizationContext(continuations);
            Task all = work();
            all.ContinueWith(_ => continuations.Complete(), TaskScheduler.Default);
            continuations.RunAll();
            ended.SetResult();
            all.GetAwaiter().GetResult(); // throws what it ended in
        })
        { IsBackground = true, Name = name }.Start();
        return ended.Task;
    }

    private sealed class Continuations : SynchronizationContext, IDisposable
    {
        private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];

        public override void Post(SendOrPostCallback d, object? state) => _queue.Add((d, state));

        public override void Send(SendOrPostCallback d, object? state) =>
            throw new InvalidOperationException("Nothing waits for a training thread.");

        public override SynchronizationContext CreateCopy() => this;

        public void Complete() => _queue.CompleteAdding();

        public void RunAll()
        {
            foreach ((SendOrPostCallback callback, object? state) in _queue.GetConsumingEnumerable()) callback(state);
        }

        public void Dispose() => _queue.Dispose();
    }
}
