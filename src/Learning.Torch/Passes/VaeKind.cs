using IonSweep.Learning.Groups;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Torch.Layouts;
using IonSweep.Learning.Torch.Stacks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Torch.Passes;

/// <summary>VAEs or cVAEs.</summary>
internal sealed class VaeKind(VaeArchitecture architecture) : NetworkKind
{
    public override NetworkLayout Layout { get; } = NetworkLayout.Of(architecture);

    public override int ValuesPerRow => architecture.Conditions;

    public override int NoisePerRow => architecture.Latents;

    public override int WidestBundle => 1;

    public override int MeanOver => 1;

    public override IPass Pass(StackedParameters values, StackedParameters? gradient, int width, int rows) =>
        new VaePass(architecture, values, gradient, rows);

    public override TaskData DataOf(NetworkTask task)
    {
        VaeTask vae = (VaeTask)task;
        return new TaskData(
            new TrainingRows(vae.Training, vae.TrainingConditions, architecture.Conditions),
            new TrainingRows(vae.Validation, vae.ValidationConditions, architecture.Conditions),
            (vae.TrainingNoise, vae.ValidationNoise));
    }

    public override void Finish(GroupMember member, float[] best, TrainingHistory history)
    {
        int last = Layout.Layers.Count - 1;
        bool dense = architecture.DecoderInput == DecoderInput.Dense;
        ((GroupMember<VaeWeights>)member).Finish(new(
            new VaeWeights(
                architecture, Layout.Export(best, 0), Layout.Export(best, 1), dense ? Layout.Export(best, 2) : null,
                Layout.Export(best, last - 1), Layout.Export(best, last)),
            history));
    }
}
