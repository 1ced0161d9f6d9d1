using IonSweep.Learning.Cpu.Mlp;

namespace IonSweep.Learning.Gpu.Programs;

/// <summary>The program of a regression network, step by step that of <see cref="MlpTrainee"/>.</summary>
internal static class MlpProgram
{
    public static NetworkProgram Of(MlpTrainee trainee, int batchSize)
    {
        PlacedLayer[] layers = PlacedLayer.Of(trainee.Network.Layers, trainee.Parameters);
        NetworkProgram program = new(batchSize, trainee.Parameters.Count)
        {
            Targets = trainee.Network.Architecture.Outputs,
            Values = trainee.Network.Architecture.Outputs,
        };
        int[] activations = new int[layers.Length];
        for (int i = 0; i < layers.Length; i++)
            activations[i] = program.Forward(layers[i], i == 0 ? Op.Spectra : activations[i - 1], sigmoid: i < layers.Length - 1);
        int delta = program.Room(layers[^1].Columns);
        program.Both(new Op(OpCode.TargetErrors)
        {
            Input = activations[^1],
            Output = delta,
            Columns = program.Targets,
            Stride = layers[^1].Columns,
        });
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            int input = i == 0 ? Op.Spectra : activations[i - 1];
            int below = i == 0 ? 0 : program.InputDelta(layers[i], delta, input);
            program.Update(layers[i], input, delta);
            delta = below;
        }
        return program;
    }
}
