using IonSweep.Learning.Cpu;
using IonSweep.Learning.Cpu.Cnn;
using IonSweep.Learning.Gpu.Programs;
using IonSweep.Learning.Groups;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Gpu.Groups;

/// <summary>A convolutional multitask network. The values of a row are its targets, then its auxiliary quantities.</summary>
internal sealed class CnnInTraining(GroupMember<CnnWeights> member, TrainingProgress progress)
    : NetworkInTraining<CnnTask, CnnTrainee, CnnWeights>(
        member, progress, new CnnTrainee((CnnTask)member.Task, KernelSet.Choose()))
{
    public override float[] TrainingValues => Values(Own.TrainingTargets, Own.TrainingAuxiliary, Own.Training.Count);

    // Auxiliary quantities are not validated.
    public override float[] ValidationValues => Values(Own.ValidationTargets, [], Own.Validation.Count);

    public override NetworkProgram Program() => CnnProgram.Of(Trainee, Own.Options.BatchSize);

    public override double StepLoss(ReadOnlySpan<double> sums) =>
        double.IsFinite(sums[0]) ? sums[1] / Own.Architecture.Targets : double.NaN;

    public override float ValidationLoss(ReadOnlySpan<double> sums) =>
        (float)(sums[^1] / ((double)Own.Validation.Count * Own.Architecture.Targets));

    private float[] Values(ReadOnlySpan<float> targets, ReadOnlySpan<float> auxiliary, int rows)
    {
        int k = Own.Architecture.Targets, a = Own.Architecture.Auxiliary;
        float[] values = new float[rows * (k + a)];
        for (int row = 0; row < rows; row++)
        {
            targets.Slice(row * k, k).CopyTo(values.AsSpan(row * (k + a)));
            if (auxiliary.Length > 0) auxiliary.Slice(row * a, a).CopyTo(values.AsSpan(row * (k + a) + k));
        }
        return values;
    }
}
