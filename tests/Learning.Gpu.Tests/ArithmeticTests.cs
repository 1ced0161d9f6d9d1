using System.Text.RegularExpressions;
using IonSweep.Learning.Gpu.Arithmetic;
using IonSweep.Learning.Gpu.Checks;
using IonSweep.Learning.Gpu.Kernels;

namespace IonSweep.Learning.Gpu.Tests;

/// <summary>Primitives have the bits of the trainer cpu's scalar path, and are single instructions on a CUDA device.</summary>
public sealed partial class ArithmeticTests
{
    [Fact]
    public void Every_primitive_has_the_bits_of_the_scalar_path_with_subnormals_infinities_and_signed_zeros()
    {
        IReadOnlyList<Finding> findings = ArithmeticCheck.Run(Trainers.Device, 200_000);

        Assert.Equal(25, findings.Count);
        Assert.All(findings, finding => Assert.InRange(finding.Compared, 199_000, 200_000));
        Assert.All(findings, finding => Assert.True(finding.Differences == 0, finding.First));
    }

    [Fact]
    public void A_difference_is_counted_and_told_and_one_zero_is_not_the_other()
    {
        Finding finding = new("a + b", "add.rn.f32");

        finding.Take(1, 2, 0, 3, 3);
        finding.Take(0, 0, 0, float.NaN, -float.NaN);
        finding.Take(0, -0.0, 0, 0.0, -0.0);

        Assert.Equal((3, 1), (finding.Compared, finding.Differences));
        Assert.Equal("a + b of 0, -0, 0 is -0; expected 0", finding.First);
    }

    /// <summary>
    /// Plain mul and add may be contracted; mad, approximations and flushed subnormals have other bits. Four floats are read at once.
    /// </summary>
    [Fact]
    public void The_kernel_for_a_cuda_device_has_only_operations_that_are_rounded_once()
    {
        string ptx = Ptx.Of(typeof(EpochKernel).GetMethod(nameof(EpochKernel.Run))!);

        foreach (string instruction in PtxInstructions.All) Assert.Contains($"\t{instruction}\t", ptx, StringComparison.Ordinal);
        Assert.Empty(Unrounded().Matches(ptx).Select(match => match.Value).Distinct());
        Assert.Contains("ld.global.v4.f32", ptx, StringComparison.Ordinal);
        Assert.Contains("ld.shared.v4.f32", ptx, StringComparison.Ordinal);
    }

    [GeneratedRegex(
        @"\b(mad|fma|add|sub|mul|div|sqrt|rcp|rsqrt|ex2|lg2|sin|cos|tanh)(\.(?!rn\.)[a-z]+)*\.f(32|64)\b|\.ftz|\.approx|\bmad\.\w+\.f")]
    private static partial Regex Unrounded();
}
