using IonSweep.Learning.Cpu;
using IonSweep.Learning.Cpu.Cnn;
using IonSweep.Learning.Cpu.Mlp;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Storage;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Tests.Networks;

public class CnnFileTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Network_comes_back_as_it_was_and_predicts_the_same(int auxiliary)
    {
        CnnTask task = TestData.Cnn(auxiliary: auxiliary, convolutions: [new(16, 6, 3), new(32, 2, 2)], pooling: 3);
        CnnWeights weights = new CpuTrainer().Train(
            task with { Options = task.Options with { EpochCap = 2 } }, new TrainingRun()).Weights;
        SafetensorsFile file = SafetensorsFile.Read(CnnFile.Write(weights, new Dictionary<string, string> { ["targets"] = "zn,cu" }));
        Assert.Equal("zn,cu", file.MetadataValue("targets"));
        Assert.Equal($"cnn-75-16k6s3-32k2s2-p3-20-2-{auxiliary}", file.MetadataValue(CnnFile.ArchitectureKey));
        Assert.Equal([32, 16, 2], file["convolutions.1.weight"].Shape);
        Assert.Equal([20, weights.Architecture.PooledPositions * 32], file["hidden.weight"].Shape);
        Assert.Equal(auxiliary > 0, file.Contains("auxiliary_head.weight"));

        CnnWeights read = CnnFile.Read(file);
        Assert.Equal(weights.Architecture, read.Architecture);
        Assert.Equal(weights.LogVariances, read.LogVariances);
        CnnPrediction expected = new NetworkEvaluator().Predict(weights, task.Validation), actual = new NetworkEvaluator().Predict(
            read, task.Validation);
        Assert.Equal(expected.Targets, actual.Targets);
        Assert.Equal(expected.Auxiliary, actual.Auxiliary);
    }

    [Fact]
    public void File_of_another_kind_is_refused()
    {
        MlpWeights mlp = new MlpTrainee(TestData.Mlp(), KernelSet.Scalar).Network.Export();
        Assert.Contains(
            "mlp-23", Assert.Throws<DamagedArtifactException>(() => CnnFile.Read(SafetensorsFile.Read(MlpFile.Write(mlp)))).Message);
        CnnWeights weights = CnnInitialWeights.Draw(new CnnArchitecture(50, 1, 1), StreamKeys.Of("test"));
        byte[] broken = CnnFile.Write(weights with { Hidden = weights.TargetHead });
        Assert.Contains("hidden.weight", Assert.Throws<DamagedArtifactException>(() => CnnFile.Read(SafetensorsFile.Read(broken))).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(100)]
    [InlineData(911)]
    [InlineData(2000)]
    public void Every_channel_is_seen_whatever_their_number(int channels)
    {
        CnnArchitecture architecture = new(channels, 1, 0);
        int length = architecture.PaddedLength;
        Assert.True(length >= channels && architecture.LeftPadding + channels <= length);
        // Windows begin every stride and the last one ends with the last position, down to the last pooled position.
        foreach ((ConvolutionShape shape, int positions) in architecture.Convolutions.Zip(architecture.Positions))
        {
            Assert.Equal(length, (positions - 1) * shape.Stride + shape.Kernel);
            length = positions;
        }
        Assert.Equal(architecture.PooledPositions * architecture.Pooling, length);
        Assert.Equal(architecture, CnnArchitecture.Parse(architecture.Slug));
    }

    [Theory]
    [InlineData("mlp-911-64-16-1")]
    [InlineData("cnn-911-p2-64-8-7")]
    [InlineData("cnn-911-16k8-p2-64-8-7")]
    [InlineData("cnn-911-16k8s4-p2-64-8")]
    [InlineData("cnn-911-15k8s4-p2-64-8-7")]
    [InlineData("cnn-911-16k8s3-p2-64-8-7")]
    [InlineData("cnn-0911-16k8s4-p2-64-8-7")]
    [InlineData("cnn-911-16k8s4-p2-64-0-7")]
    [InlineData("cnn-2147483647-16k8s4-p2147483647-64-1-1")]
    [InlineData("")]
    public void Slug_that_names_no_architecture_is_no_architecture(string slug) => Assert.Null(CnnArchitecture.Parse(slug));

    [Theory]
    [InlineData(12, 8, 4, "12 features")]
    [InlineData(16, 9, 4, "kernel 9")]
    [InlineData(16, 4, 8, "stride 8")]
    public void Convolution_that_the_trainer_cannot_do_is_refused(int features, int kernel, int stride, string named) =>
        Assert.Contains(
            named, Assert.Throws<ArgumentException>(() => new CnnArchitecture(100, 1, 0, [new(features, kernel, stride)])).Message);
}
