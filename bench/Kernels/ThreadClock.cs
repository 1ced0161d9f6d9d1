using System.Diagnostics;
using System.Runtime.InteropServices;

namespace IonSweep.Kernels;

/// <summary>
/// Seconds of processor time of this thread, so that neighbours on a shared machine do not count; wall time where there is no such clock.
/// </summary>
internal static unsafe class ThreadClock
{
    private const int ThreadCpuTime = 3; // CLOCK_THREAD_CPUTIME_ID

    public static double Seconds
    {
        get
        {
            if (!OperatingSystem.IsLinux()) return (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency;
            long* time = stackalloc long[2];
            return GetTime(ThreadCpuTime, time) == 0 ? time[0] + 1e-9 * time[1]
                : throw new InvalidOperationException("clock_gettime failed.");
        }
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int GetTime(int clock, long* time);
}
