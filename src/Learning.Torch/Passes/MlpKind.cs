using IonSweep.Learning.Groups;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Torch.Layouts;
using IonSweep.Learning.Torch.Stacks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Torch.Passes;

/// <summary>Regression networks.</summary>
internal sealed class MlpKind(MlpArchitecture architecture) : NetworkKind
{
    public override NetworkLayout Layout { get; } = NetworkLayout.Of(architecture);

    public override int ValuesPerRow => architecture.Outputs;

    public override int NoisePerRow => 0;

    public override int WidestBundle => int.MaxValue;

    public override int MeanOver => architecture.Outputs;

    public override IPass Pass(StackedParameters values, StackedParameters? gradient, int width, int rows) =>
        new MlpPass(Layout, values, gradient, width, rows);

    public override TaskData DataOf(NetworkTask task)
    {
        MlpTask mlp = (MlpTask)task;
        return new TaskData(
            new TrainingRows(mlp.Training, mlp.TrainingTargets, architecture.Outputs),
            new TrainingRows(mlp.Validation, mlp.ValidationTargets, architecture.Outputs));
    }

    public override void Finish(GroupMember member, float[] best, TrainingHistory history) => ((GroupMember<MlpWeights>)member).Finish(
        new(new MlpWeights(architecture, [.. Enumerable.Range(0, Layout.Layers.Count).Select(l => Layout.Export(best, l))]), history));
}
