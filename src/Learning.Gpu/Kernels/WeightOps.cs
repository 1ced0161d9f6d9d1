using ILGPU;
using IonSweep.Learning.Gpu.Arithmetic;

namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>
/// What becomes of weights and step size between epochs, as in the trainer <c>cpu</c>: the average of the weights over epochs
/// (<see cref="Training.Parameters"/>) and the falling step size. A thread looks after the same quads throughout.
/// </summary>
internal static class WeightOps
{
    /// <summary>Share of the average that a new epoch leaves of the old one, at the most; 0 where none is kept.</summary>
    public static double Averaging(ArrayView<int> jobs, int job)
    {
        ulong low = (uint)jobs[job + JobField.Averaging], high = (uint)jobs[job + JobField.Averaging + 1];
        return Interop.IntAsFloat(high << 32 | low);
    }

    /// <summary>A step size after some halvings, each of which is exact.</summary>
    public static double Halved(double learningRate, int halvings)
    {
        double halved = learningRate;
        for (int i = 0; i < halvings; i++) halved = Rounded.Mul(halved, 0.5);
        return halved;
    }

    /// <summary>Takes the present weights into their average.</summary>
    /// <param name="w">The thread.</param>
    /// <param name="averaging">Share of the old average at the most.</param>
    /// <param name="epoch">Epochs before this one.</param>
    public static void AddToAverage(Worker w, double averaging, int epoch)
    {
        double share = Rounded.Div(Rounded.ToDouble(epoch), Rounded.Add(Rounded.ToDouble(epoch), 1.0));
        float old = Rounded.ToSingle(averaging < share ? averaging : share);
        int quads = w.ParameterCount / 4, values = w.Parameters / 4, means = values + 4 * quads;
        for (int i = w.Thread; i < quads; i += w.Threads)
        {
            Float4 value = w.Memory.Quads[values + i], mean = w.Memory.Quads[means + i];
            w.Memory.Quads[means + i] = new Float4
            {
                X = Rounded.Fma(old, Rounded.Sub(mean.X, value.X), value.X),
                Y = Rounded.Fma(old, Rounded.Sub(mean.Y, value.Y), value.Y),
                Z = Rounded.Fma(old, Rounded.Sub(mean.Z, value.Z), value.Z),
                W = Rounded.Fma(old, Rounded.Sub(mean.W, value.W), value.W),
            };
        }
    }

    /// <summary>The average takes the place of the weights, and the other way round.</summary>
    public static void ExchangeAverage(Worker w)
    {
        int quads = w.ParameterCount / 4, values = w.Parameters / 4, means = values + 4 * quads;
        for (int i = w.Thread; i < quads; i += w.Threads)
        {
            Float4 value = w.Memory.Quads[values + i];
            w.Memory.Quads[values + i] = w.Memory.Quads[means + i];
            w.Memory.Quads[means + i] = value;
        }
    }
}
