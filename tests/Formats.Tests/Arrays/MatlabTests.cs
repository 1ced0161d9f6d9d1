using IonSweep.Formats.Blocks;
using IonSweep.Spectra;

namespace IonSweep.Formats.Tests.Arrays;

public sealed class MatlabTests
{
    /// <summary>
    /// scipy.io.savemat of X = [[1,2,3],[4,5,6]] (single), wavelengths = [400,402,404], fat = [0.5,nan]' and sample = ["a1","b2"], written
    /// by SciPy 1.10.
    /// </summary>
    internal static readonly byte[] Plain = Convert.FromBase64String(
            "TUFUTEFCIDUuMCBNQVQtZmlsZSBQbGF0Zm9ybTogcG9zaXgsIENyZWF0ZWQgb246IFR1ZSBOb3YgMjQgMTM6MjQ6MDQgMjAyNgAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABSU0OAAAASAAAAAYAAAAIAAAABwAAAAAAAAAFAAAACAAAAAIAAAAD"
            + "AAAAAQABAFgAAAAHAAAAGAAAAAAAgD8AAIBAAAAAQAAAoEAAAEBAAADAQA4AAABYAAAABgAAAAgAAAAGAAAAAAAAAAUAAAAIAAAAAQAAAAMAAA"
            + "ABAAAACwAAAHdhdmVsZW5ndGhzAAAAAAAJAAAAGAAAAAAAAAAAAHlAAAAAAAAgeUAAAAAAAEB5QA4AAABAAAAABgAAAAgAAAAGAAAAAAAAAAUA"
            + "AAAIAAAAAgAAAAEAAAABAAMAZmF0AAkAAAAQAAAAAAAAAAAA4D8AAAAAAAD4fw4AAAA4AAAABgAAAAgAAAAEAAAAAAAAAAUAAAAIAAAAAgAAAA"
            + "IAAAABAAAABgAAAHNhbXBsZQAAEAAEAGFiMTI=");

    /// <summary>The same, compressed, with sample as a cell array.</summary>
    internal static readonly byte[] OfScipy = Convert.FromBase64String(
            "TUFUTEFCIDUuMCBNQVQtZmlsZSBQbGF0Zm9ybTogcG9zaXgsIENyZWF0ZWQgb246IFR1ZSBOb3YgMjQgMTM6MjQ6MDQgMjAyNgAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABSU0PAAAANgAAAHic42NgYPAAYjYg5gBidgYIYIXymYCYGYgZgTAC"
            + "Ki8BVtFgD8QOQAYQLwBiByA+4AAAYRUFFg8AAAA7AAAAeJzjY2BgiABiNiDmgNIgwArlMwIxM5TmBuLyxLLUnNS89JKMYrA6TiCWYICBSgcwpQ"
            + "ClHSodABXNB+wPAAAALwAAAHic42NgYHAAYjYg5oDSIMAK5TMBMSMYMzOkJZYwcALZAgww8MAeQv+oBwBNzwRhDwAAAEAAAAB4nONjYGBYAMRs"
            + "QMwBxIwMEMAK5TNBxRihaooTcwtyUhkY+IBsAyR9LGj6GJH0goAAkJdoSJ6+JCMGBgAOewVj");

    public static TheoryData<byte[]> Files => [Plain, OfScipy];

    [Theory]
    [MemberData(nameof(Files))]
    public void Files_of_scipy_are_read(byte[] bytes)
    {
        SpectraBlock block = Read(bytes);
        Assert.Equal([400, 402, 404], block.Axis.Positions);
        Assert.Equal([1f, 2, 3, 4, 5, 6], block.Spectra);
        Assert.Equal("fat", Assert.Single(block.Targets).Name);
        Assert.Equal([0.5f, float.NaN], block.TargetValues);
        Assert.Equal(["a1", "b2"], block.SampleIds!);
    }

    [Fact]
    public void Newer_files_and_lengths_beyond_the_end_are_refused_by_name()
    {
        Assert.Contains("is of MATLAB 7.3 (HDF5)", Assert.Throws<InvalidDatasetException>(
            () => Read([.. "MATLAB 7.3 MAT-file"u8, .. new byte[200]])).Message);
        byte[] bytes = [.. Plain];
        bytes[134] = 0x7F; // the first array's length
        Assert.Contains("a.mat, array 'data element': found", Assert.Throws<InvalidDatasetException>(() => Read(bytes)).Message);
    }

    [Fact]
    public void Spectra_inside_of_structures_are_refused_by_the_structures_name()
    {
        // scipy.io.savemat of m5 = struct(data = [[1,2,3],[4,5,6]]) and about = two lines of text.
        byte[] bytes = Convert.FromBase64String(
            "TUFUTEFCIDUuMCBNQVQtZmlsZSBQbGF0Zm9ybTogcG9zaXgsIENyZWF0ZWQgb246IFRodSBOb3YgMjYgMjI6MzQ6MTIgMjAyNgAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABSU0OAAAAkAAAAAYAAAAIAAAAAgAAAAAAAAAFAAAACAAAAAEAAAABAAAAAQACAG01"
            + "AAAFAAQABQAAAAEAAAAFAAAAZGF0YQAAAAAOAAAASAAAAAYAAAAIAAAABwAAAAAAAAAFAAAACAAAAAIAAAADAAAAAQAAAAAAAAAHAAAAGAAAAAAAgD8A"
            + "AIBAAAAAQAAAoEAAAEBAAADAQA4AAABQAAAABgAAAAgAAAAEAAAAAAAAAAUAAAAIAAAAAgAAAAsAAAABAAAABQAAAGFib3V0AAAAEAAAABYAAAB0b3dm"
            + "byAgbnNvcHRlaGNpdG5yZ2EgAAA=");
        Assert.Contains("a.mat has no matrix of spectra outside of structures or objects (m5); save their matrices under names of",
            Assert.Throws<InvalidDatasetException>(() => Read(bytes)).Message);
    }

    private static SpectraBlock Read(byte[] bytes)
    {
        FileContent file = new("a.mat", bytes);
        Assert.Equal("mat", FormatCatalog.Of(file).Slug);
        return Assert.Single(FormatCatalog.Of(file).Read(file, ReadingOptions.Default));
    }
}
