using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;

namespace IonSweep.Web.Live;

/// <summary>The losses of one running training as far as the server saw them, thinned when they grow long.</summary>
internal sealed class RunningCurve
{
    private const int Longest = 300;

    private readonly List<(int Epoch, float Training, float Validation)> _points = [];
    private int _step = 1;

    /// <summary>Adds one epoch.</summary>
    public void Add(WorkProgress progress)
    {
        if (_points.Count > 0 && progress.Epoch < _points[^1].Epoch) _points.Clear(); // started again
        if (_points.Count > 0 && progress.Epoch < _points[^1].Epoch + _step) return;
        _points.Add((progress.Epoch, progress.TrainingLoss, progress.ValidationLoss));
        if (_points.Count < Longest) return;
        for (int i = _points.Count - 2; i > 0; i -= 2) _points.RemoveAt(i);
        _step *= 2;
    }

    /// <summary>The curve so far, with the latest epoch at its end.</summary>
    public LearningCurve ToCurve(WorkProgress latest)
    {
        List<(int Epoch, float Training, float Validation)> points = [.. _points];
        if (points.Count == 0 || points[^1].Epoch < latest.Epoch) points.Add((latest.Epoch, latest.TrainingLoss, latest.ValidationLoss));
        return new LearningCurve([.. points.Select(p => p.Epoch)], [.. points.Select(p => p.Training)],
            [.. points.Select(p => p.Validation)], latest.BestEpoch);
    }
}
