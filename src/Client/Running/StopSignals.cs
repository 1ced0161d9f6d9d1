using System.Runtime.InteropServices;
using IonSweep.Client.Errors;

namespace IonSweep.Client.Running;

/// <summary>
/// Turns Ctrl-C, SIGTERM and a closed terminal into a request to stop. A second one ends the process at once; what was saved by
/// then is still there.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _seen;

    public StopSignals()
    {
        foreach (PosixSignal signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _seen) > 1) Environment.Exit(ExitCode.Interrupted);
        // Not on the signal's thread: what hangs on the token may take its time.
        _ = _stop.CancelAsync();
    }
}
