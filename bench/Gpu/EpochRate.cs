using System.Diagnostics;
using IonSweep.Learning.Training;

namespace IonSweep.Gpu.Bench;

/// <summary>
/// Network-epochs a second of a group, without the first launch, which is an epoch of each and in which kernels are compiled.
/// </summary>
internal sealed class EpochRate
{
    private int _reports, _early; // of them those of the first launch, which come together
    private long _first, _last;

    public EpochRate() => Run = new TrainingRun { EpochCompleted = report => Take(report.Epoch) };

    /// <summary>What is given to each training.</summary>
    public TrainingRun Run { get; }

    public override string ToString() => _reports == _early ? "too few epochs"
        : ((_reports - _early) / Stopwatch.GetElapsedTime(_first, _last).TotalSeconds).ToString("G3");

    private void Take(int epoch)
    {
        _last = Stopwatch.GetTimestamp();
        if (_reports++ == 0) _first = _last;
        if (epoch == 1) _early++;
    }
}
