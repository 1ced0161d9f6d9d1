using IonSweep.Learning.Cpu;
using IonSweep.Learning.Cpu.Mlp;
using IonSweep.Learning.Cpu.Vae;
using IonSweep.Learning.Networks;
using IonSweep.Spectra.Storage;

namespace IonSweep.Learning.Tests.Networks;

public class NetworkFileTests
{
    [Fact]
    public void Mlp_comes_back_as_it_was()
    {
        MlpWeights weights = new MlpTrainee(TestData.Mlp(outputs: 2), KernelSet.Scalar).Network.Export();
        SafetensorsFile file = SafetensorsFile.Read(MlpFile.Write(weights, new Dictionary<string, string> { ["target"] = "zn2" }));
        Assert.Equal("zn2", file.MetadataValue("target"));
        Assert.Equal("mlp-23-17-5-2", file.MetadataValue(MlpFile.ArchitectureKey));
        Assert.Equal(["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias", "layers.2.weight", "layers.2.bias"],
            file.Tensors.Select(t => t.Name));
        Assert.Equal([17, 23], file["layers.0.weight"].Shape);
        MlpWeights read = MlpFile.Read(file);
        Assert.Equal(weights.Architecture, read.Architecture);
        Assert.All(weights.Layers.Zip(read.Layers), pair => AssertSame(pair.First, pair.Second));
    }

    [Theory]
    [InlineData(0, DecoderInput.Dense)]
    [InlineData(3, DecoderInput.Dense)]
    [InlineData(3, DecoderInput.Sigmoid)]
    public void Vae_comes_back_as_it_was(int conditions, DecoderInput input)
    {
        VaeWeights weights = new VaeTrainee(TestData.Vae(conditions, input), KernelSet.Scalar).Network.Export();
        VaeWeights read = VaeFile.Read(SafetensorsFile.Read(VaeFile.Write(weights)));
        Assert.Equal(weights.Architecture, read.Architecture);
        AssertSame(weights.EncoderHidden, read.EncoderHidden);
        AssertSame(weights.EncoderOutput, read.EncoderOutput);
        AssertSame(weights.DecoderInput, read.DecoderInput);
        AssertSame(weights.DecoderHidden, read.DecoderHidden);
        AssertSame(weights.DecoderOutput, read.DecoderOutput);
    }

    [Fact]
    public void File_of_another_kind_is_refused()
    {
        MlpWeights mlp = new MlpTrainee(TestData.Mlp(), KernelSet.Scalar).Network.Export();
        Assert.Throws<DamagedArtifactException>(() => VaeFile.Read(SafetensorsFile.Read(MlpFile.Write(mlp))));
        byte[] broken = MlpFile.Write(mlp with { Layers = [mlp.Layers[0], mlp.Layers[2]] });
        DamagedArtifactException error = Assert.Throws<DamagedArtifactException>(() => MlpFile.Read(SafetensorsFile.Read(broken)));
        Assert.Contains("layers.1", error.Message);
    }

    private static void AssertSame(DenseWeights? expected, DenseWeights? actual)
    {
        Assert.Equal(expected?.Inputs, actual?.Inputs);
        Assert.Equal(expected?.Outputs, actual?.Outputs);
        Assert.Equal(expected?.Weight, actual?.Weight);
        Assert.Equal(expected?.Bias, actual?.Bias);
    }
}
