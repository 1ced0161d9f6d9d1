namespace IonSweep.Web.Tests;

/// <summary>Time that passes when a test says so; timers run in real time.</summary>
public sealed class ManualClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    /// <summary>Time passes.</summary>
    public void Pass(TimeSpan time) => _now += time;
}
