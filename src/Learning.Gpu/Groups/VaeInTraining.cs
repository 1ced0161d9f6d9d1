using IonSweep.Learning.Cpu;
using IonSweep.Learning.Cpu.Vae;
using IonSweep.Learning.Gpu.Programs;
using IonSweep.Learning.Groups;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Gpu.Groups;

/// <summary>A VAE or cVAE.</summary>
internal sealed class VaeInTraining(GroupMember<VaeWeights> member, TrainingProgress progress)
    : NetworkInTraining<VaeTask, VaeTrainee, VaeWeights>(
        member, progress, new VaeTrainee((VaeTask)member.Task, KernelSet.Choose()))
{
    public override float[] TrainingValues => Own.TrainingConditions;

    public override float[] ValidationValues => Own.ValidationConditions;

    public override (StreamKey Training, StreamKey Validation)? Noise => (Own.TrainingNoise, Own.ValidationNoise);

    public override NetworkProgram Program() => VaeProgram.Of(Trainee, Own.Options.BatchSize);

    public override double StepLoss(ReadOnlySpan<double> sums) => sums[0] + sums[1];

    public override float ValidationLoss(ReadOnlySpan<double> sums)
    {
        double sum = 0;
        for (int part = 0; part < sums.Length; part += 2) sum += sums[part] + sums[part + 1];
        return (float)(sum / Own.Validation.Count);
    }
}
