using IonSweep.Learning.Cpu.Cnn;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Networks;

namespace IonSweep.Learning.Gpu.Programs;

/// <summary>
/// The program of a convolutional multitask network, step by step that of <see cref="CnnTrainee"/>; where that takes one spectrum after
/// the other, all of a batch go together, and every sum still runs through them in their order. Deltas take the place of the
/// derivatives that they are multiplied by.
/// </summary>
internal static class CnnProgram
{
    public static NetworkProgram Of(CnnTrainee trainee, int batchSize)
    {
        CnnArchitecture architecture = trainee.Network.Architecture;
        PlacedLayer[] layers = PlacedLayer.Of(trainee.Network.Layers, trainee.Parameters);
        PlacedLayer hiddenLayer = layers[^2], headLayer = layers[^1];
        int convolutions = architecture.Convolutions.Count, tasks = architecture.Tasks;
        NetworkProgram program = new(batchSize, trainee.Parameters.Count)
        {
            Targets = architecture.Targets,
            Values = architecture.Targets + architecture.Auxiliary,
        };

        int[] inputs = new int[convolutions + 1], derivatives = new int[convolutions];
        Windows[] windows = new Windows[convolutions];
        inputs[0] = program.Room(architecture.PaddedLength);
        program.Both(new Op(OpCode.PadSpectra)
        {
            Output = inputs[0],
            Columns = architecture.Channels,
            Used = architecture.LeftPadding,
            Stride = Lane.Pad(architecture.PaddedLength),
        });
        for (int i = 0; i < convolutions; i++)
        {
            int features = architecture.InputFeatures(i);
            windows[i] = new Windows(
                architecture.Positions[i], architecture.Convolutions[i].Stride * features,
                i == 0 ? Lane.Pad(architecture.PaddedLength) : architecture.Positions[i - 1] * features);
            (inputs[i + 1], derivatives[i]) = program.ForwardSilu(layers[i], inputs[i], windows[i]);
        }
        int pooled = program.Room(architecture.Flattened);
        Op pool = new(OpCode.Pool)
        {
            Input = inputs[^1],
            Output = pooled,
            Inputs = architecture.Pooling,
            Columns = layers[convolutions - 1].Columns,
            Positions = architecture.PooledPositions,
        };
        program.Both(pool);
        (int hidden, int hiddenDelta) = program.ForwardSilu(hiddenLayer, pooled, Windows.One(hiddenLayer.Inputs));
        int output = program.Forward(headLayer, hidden, sigmoid: false), outputDelta = program.TrainingRoom(headLayer.Columns);
        program.Train(new Op(OpCode.TaskErrors)
        {
            Input = output,
            Output = outputDelta,
            Weights = trainee.Parameters.Count - Lane.Pad(tasks),
            Columns = architecture.Targets,
            Used = tasks,
            Stride = headLayer.Columns,
            Third = program.TrainingRoom(tasks),
            Fourth = program.TrainingRoom(2 * tasks),
        });
        program.Validate(new Op(OpCode.TargetErrors)
        {
            Input = output,
            Columns = architecture.Targets,
            Stride = headLayer.Columns,
        });

        program.SiluInputDelta(headLayer, outputDelta, hiddenDelta);
        program.Update(headLayer, hidden, outputDelta);
        int pooledDelta = program.InputDelta(hiddenLayer, hiddenDelta, activations: null);
        program.Update(hiddenLayer, pooled, hiddenDelta);
        program.Train(pool with { Code = OpCode.PoolDelta, Input = pooledDelta, Output = derivatives[^1] });
        for (int i = convolutions - 1; i >= 0; i--)
        {
            if (i > 0)
                program.Train(new Op(OpCode.ConvolutionDelta)
                {
                    Input = derivatives[i],
                    Output = derivatives[i - 1],
                    Weights = layers[i].Offset,
                    Inputs = layers[i].Inputs,
                    Columns = layers[i].Columns,
                    Positions = windows[i].Positions,
                    Step = windows[i].Step,
                });
            program.Update(layers[i], inputs[i], derivatives[i], windows[i]);
        }
        return program;
    }
}
