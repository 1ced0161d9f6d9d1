using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Cpu.Cnn;

/// <summary>
/// A convolutional network before training: every layer's weights, in the layout of <see cref="CnnWeights"/>, then its biases, uniform
/// in ±1/√fan_in from successive elements of one stream; log variances are 0, which weighs all tasks alike.
/// </summary>
internal static class CnnInitialWeights
{
    public static CnnWeights Draw(CnnArchitecture architecture, StreamKey stream)
    {
        ulong element = 0;
        float[] Values(int count, int fanIn)
        {
            double bound = 1 / Math.Sqrt(fanIn);
            float[] values = new float[count];
            for (int i = 0; i < count; i++) values[i] = (float)((2 * UniformStream.At(stream, element++) - 1) * bound);
            return values;
        }
        DenseWeights Dense(int inputs, int outputs) => new(inputs, outputs, Values(inputs * outputs, inputs), Values(outputs, inputs));
        List<ConvolutionWeights> convolutions = [];
        for (int i = 0; i < architecture.Convolutions.Count; i++)
        {
            (int outputs, int kernel, _) = architecture.Convolutions[i];
            int inputs = architecture.InputFeatures(i), fanIn = inputs * kernel;
            convolutions.Add(new ConvolutionWeights(inputs, outputs, kernel, Values(outputs * fanIn, fanIn), Values(outputs, fanIn)));
        }
        DenseWeights hidden = Dense(architecture.Flattened, architecture.Hidden), targets = Dense(
            architecture.Hidden, architecture.Targets);
        return new CnnWeights(
            architecture, convolutions, hidden, targets,
            architecture.Auxiliary > 0 ? Dense(architecture.Hidden, architecture.Auxiliary) : null,
            new float[architecture.Tasks]);
    }
}
