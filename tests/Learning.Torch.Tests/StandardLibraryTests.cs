using System.Text;
using IonSweep.Learning.Torch.Runtime;

namespace IonSweep.Learning.Torch.Tests;

/// <summary>An old C++ standard library is named as what is in the way of libtorch. Needs no libtorch.</summary>
public sealed class StandardLibraryTests
{
    private const string Library = "/usr/lib/x86_64-linux-gnu/libstdc++.so.6";
    private static readonly byte[] Gcc12 = Encoding.ASCII.GetBytes("ELF\0GLIBCXX_3.4\0GLIBCXX_3.4.9\0GLIBCXX_3.4.30\0GLIBCXX_3.4.4\0");

    [Theory]
    [InlineData(32, "needs libstdc++ of GCC 13 or newer, found 3.4.30 (" + Library + ")")]
    [InlineData(33, "needs libstdc++ of GCC 14 or newer, found 3.4.30 (" + Library + ")")]
    [InlineData(40, "needs libstdc++ 3.4.40 or newer, found 3.4.30 (" + Library + ")")]
    public void A_missing_version_is_named_with_the_one_found(int minor, string expected) =>
        Assert.Equal(expected, StandardLibraryNeed.Describe(
        $"Unable to load shared library '/app/libLibTorchSharp.so'.\n{Library}: version `GLIBCXX_3.4.{minor}' not found (required by "
            + $"/app/libLibTorchSharp.so)\n",
        path => path == Library ? Gcc12 : throw new FileNotFoundException(path)));

    [Fact]
    public void Another_reason_is_not_taken_for_it() =>
        Assert.Null(StandardLibraryNeed.Describe(
            "libc10.so: cannot open shared object file: No such file or directory", _ => throw new FileNotFoundException()));
}
