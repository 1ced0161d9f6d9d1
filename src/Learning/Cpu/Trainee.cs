using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Cpu;

/// <summary>A network with its data, as <see cref="TrainingLoop"/> sees it. Nothing is allocated after construction.</summary>
internal abstract class Trainee
{
    /// <summary>Rows evaluated together: whole register tiles whose activations stay in cache. Results do not depend on it.</summary>
    public const int EvaluationRows = 60;

    public abstract Parameters Parameters { get; }

    /// <summary>One step of Adam.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="batch">Positions of the rows.</param>
    /// <param name="step">Constants of this step.</param>
    /// <returns>Sum over the rows of the loss before the step.</returns>
    public abstract double Step(int epoch, ReadOnlySpan<int> batch, in AdamStep step);

    /// <summary>Mean loss of the validation rows.</summary>
    public abstract double ValidationLoss();
}

/// <summary>A network whose weights can be taken out.</summary>
/// <typeparam name="TWeights">The weights.</typeparam>
internal abstract class Trainee<TWeights> : Trainee
{
    /// <summary>The present weights.</summary>
    public abstract TWeights Export();
}
