using IonSweep.Learning.Cpu;
using IonSweep.Learning.Cpu.Mlp;
using IonSweep.Learning.Gpu.Programs;
using IonSweep.Learning.Groups;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Gpu.Groups;

/// <summary>A regression network.</summary>
internal sealed class MlpInTraining(GroupMember<MlpWeights> member, TrainingProgress progress)
    : NetworkInTraining<MlpTask, MlpTrainee, MlpWeights>(
        member, progress, new MlpTrainee((MlpTask)member.Task, KernelSet.Choose()))
{
    public override float[] TrainingValues => Own.TrainingTargets;

    public override float[] ValidationValues => Own.ValidationTargets;

    public override NetworkProgram Program() => MlpProgram.Of(Trainee, Own.Options.BatchSize);

    public override double StepLoss(ReadOnlySpan<double> sums) => sums[1] / Own.Architecture.Outputs;

    public override float ValidationLoss(ReadOnlySpan<double> sums) =>
        (float)(sums[^1] / ((double)Own.Validation.Count * Own.Architecture.Outputs));
}
