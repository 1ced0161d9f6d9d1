using IonSweep.Spectra.Formulas;
using IonSweep.Sweeps.Deployment.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace IonSweep.Onnx.Tests;

/// <summary>Runs ONNX files with Microsoft's runtime, one thread.</summary>
internal sealed class OnnxRun : IDisposable
{
    private readonly InferenceSession _session;

    public OnnxRun(byte[] model)
    {
        using SessionOptions options = new()
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _session = new InferenceSession(model, options);
    }

    public ModelMetadata Metadata => _session.ModelMetadata;

    public IEnumerable<string> Outputs => _session.OutputNames;

    /// <summary>All outputs for N spectra of C channels.</summary>
    public IReadOnlyDictionary<string, float[]> Of(float[] spectra, int channels)
    {
        DenseTensor<float> input = new(spectra, [spectra.Length / channels, channels]);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results =
            _session.Run([NamedOnnxValue.CreateFromTensor("spectra", input)]);
        return results.ToDictionary(result => result.Name, result => result.AsEnumerable<float>().ToArray());
    }

    /// <summary>What a formula of spectra comes to, N × K.</summary>
    public static float[] Of(Func<IFormulas, FormulaValue, FormulaValue> formula, float[] spectra, int channels)
    {
        OnnxGraph graph = new();
        OnnxFormulas formulas = new(graph);
        graph.Input("spectra", OnnxType.Float, -1, channels);
        FormulaValue value = formula(
            formulas, OnnxFormulas.Of(graph.Node("Cast", ["spectra"], OnnxAttribute.Of("to", (long)OnnxType.Double)), channels));
        graph.Node("Cast", [formulas.NameOf(value)], ["result"], OnnxAttribute.Of("to", (long)OnnxType.Float));
        graph.Output("result", OnnxType.Float, -1, value.Columns);
        using OnnxRun run = new(graph.ToModel("test", "IonSweep", "0", []));
        return run.Of(spectra, channels)["result"];
    }

    public void Dispose() => _session.Dispose();

    /// <summary>Fails where a value differs by more than 10⁻⁵ of the largest.</summary>
    public static void Same(IReadOnlyList<double> expected, IReadOnlyList<float> found)
    {
        Assert.Equal(expected.Count, found.Count);
        double size = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Count; i++)
            Assert.True(Math.Abs(expected[i] - found[i]) <= 1e-5 * size, $"value {i}: {found[i]} in the place of {expected[i]}");
    }
}
