using System.Diagnostics;
using IonSweep.Learning.Cpu;

namespace IonSweep.Learning.Tests.Cpu;

/// <summary>Rule 1: whole trainings give the same bits at every vector width, however it came about.</summary>
public class SameBitsTests
{
    private static readonly Lazy<string> Expected = new(() => TrainingDigest.Compute(KernelSet.Scalar));

    private static readonly Lazy<string> ExpectedCnn = new(() => TrainingDigest.ComputeCnn(KernelSet.Scalar));

    /// <summary>
    /// Results and checkpoints of other bits must not pass for the same: whoever changes the bits raises the version, and this with it.
    /// </summary>
    [Fact]
    public void Bits_belong_to_the_numerics_version() =>
        Assert.Equal("version 2: 22b301c8f723427fd004d83f615bb95ffc9d3db8b7427d61168956e9db78b4bd",
            $"version {new CpuTrainer().NumericsVersion}: {Expected.Value}");

    [Fact]
    public void Bits_of_convolutional_networks_belong_to_the_numerics_version() =>
        Assert.Equal("version 2: 5e8416c42953d039e5147b4afad86658c395fcbff1444fd48005c3b9f3b8ac78",
            $"version {new CpuTrainer().NumericsVersion}: {ExpectedCnn.Value}");

    [Theory]
    [InlineData("128")]
    [InlineData("256")]
    [InlineData("512")]
    public void Every_width_in_one_process(string width)
    {
        KernelSet kernels = KernelSet.Choose(width);
        Assert.Equal(Expected.Value, TrainingDigest.Compute(kernels));
        Assert.Equal(ExpectedCnn.Value, TrainingDigest.ComputeCnn(kernels));
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "0")]
    [InlineData("DOTNET_EnableAVX2", "0")]
    [InlineData("DOTNET_EnableHWIntrinsic", "0")]
    [InlineData("IONSWEEP_SIMD", "scalar")]
    [InlineData("IONSWEEP_SIMD", "128")]
    public void Every_switch_of_the_environment(string variable, string value)
    {
        ProcessStartInfo start = new(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path
            : "dotnet")
        {
            ArgumentList = { "exec", typeof(SameBitsTests).Assembly.Location },
            Environment = { [variable] = value },
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string[] output = process.StandardOutput.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(Expected.Value, output[1]);
        Assert.Equal(ExpectedCnn.Value, output[2]);
        Assert.NotEqual("512", output[0]); // the switch did something
        if (variable == "IONSWEEP_SIMD") Assert.Equal(value, output[0]);
    }

    [Fact]
    public void Threads_do_not_influence_each_other()
    {
        KernelSet kernels = KernelSet.Choose(null);
        string[] digests = new string[4];
        Parallel.For(0, digests.Length, i => digests[i] = TrainingDigest.Compute(kernels) + TrainingDigest.ComputeCnn(kernels));
        Assert.All(digests, digest => Assert.Equal(Expected.Value + ExpectedCnn.Value, digest));
    }

    [Fact]
    public void Unknown_width_is_refused_by_name()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => KernelSet.Choose("1024"));
        Assert.Contains("1024", error.Message);
        Assert.Contains("512", error.Message);
    }
}
