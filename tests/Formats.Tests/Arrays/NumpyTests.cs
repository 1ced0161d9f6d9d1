using System.IO.Compression;
using System.Text;
using IonSweep.Formats.Blocks;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Tests.Arrays;

public sealed class NumpyTests
{
    // numpy.savez_compressed("a.npz", X=numpy.asfortranarray([[1,2,3],[4,5,6]], "f4"), wavenumbers=[4000,3998,3996], fat=[0.5,nan],
    // sample=["a","b"]), written by NumPy 1.24.
    private const string OfNumpy =
        "UEsDBBQAAAAIAAAAIQCyZ90jVwAAAJgAAAAFABQAWC5ucHkBABAAmAAAAAAAAABXAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqKuo6Ce"
        + "ll9UUpSYF59flJIKEg8pKk0FChdnJBakArkaRjoKxpo6CrUK5AMuBoYGeyB2YGBgAOIFQOwAxAccAFBLAwQUAAAACAAAACEAiDGHg04AAACYAAAA"
        + "DwAUAHdhdmVudW1iZXJzLm5weQEAEACYAAAAAAAAAE4AAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNpoa6joJ6WX1RSlJgXn1+UkgoSd0vM"
        + "KU4FihdnJBakAvkaxjqaOgq1ChQArgX8DGAwD0rPgdIAUEsDBBQAAAAIAAAAIQAEnAfyTQAAAJAAAAAHABQAZmF0Lm5weQEAEACQAAAAAAAAAE0A"
        + "AAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNmoa6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjqaOgq1ChQALgYweGAPoX/UAwBQ"
        + "SwMEFAAAAAgAAAAhAKcv4OxLAAAAiAAAAAoAFABzYW1wbGUubnB5AQAQAIgAAAAAAAAASwAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuE2qo"
        + "rqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOpo6CrUKFACuRAYGhiQgBgBQSwECFAMUAAAACAAAACEAsmfdI1cAAACYAAAABQAAAAAA"
        + "AAAAAAAAgAEAAAAAWC5ucHlQSwECFAMUAAAACAAAACEAiDGHg04AAACYAAAADwAAAAAAAAAAAAAAgAGOAAAAd2F2ZW51bWJlcnMubnB5UEsBAhQD"
        + "FAAAAAgAAAAhAAScB/JNAAAAkAAAAAcAAAAAAAAAAAAAAIABHQEAAGZhdC5ucHlQSwECFAMUAAAACAAAACEApy/g7EsAAACIAAAACgAAAAAAAAAA"
        + "AAAAgAGjAQAAc2FtcGxlLm5weVBLBQYAAAAABAAEAN0AAAAqAgAAAAA=";

    [Fact]
    public void An_archive_of_numpy_is_read()
    {
        SpectraBlock block = Read(Convert.FromBase64String(OfNumpy));
        Assert.Equal([4000, 3998, 3996], block.Axis.Positions);
        Assert.Equal(AxisUnit.Wavenumber, block.Axis.Unit);
        Assert.Equal([1f, 2, 3, 4, 5, 6], block.Spectra);
        Assert.Equal("fat", Assert.Single(block.Targets).Name);
        Assert.Equal([0.5f, float.NaN], block.TargetValues);
        Assert.Equal(["a", "b"], block.SampleIds!);
    }

    [Fact]
    public void Without_positions_channels_are_numbered_and_the_reader_says_so()
    {
        SpectraBlock block = Read(Zip(("Xtrain", Npy("<f4", "(2, 3)", [1, 2, 3, 4, 5, 6])), ("Ytrain", Npy("<f4", "(2,)", [7, 8]))));
        Assert.Equal((AxisUnit.Channel, 3), (block.Axis.Unit, block.Axis.Count));
        Assert.Equal([1, 2, 3], block.Axis.Positions);
        Assert.Equal("'Xtrain' was read; its channels are numbered, since no array holds 3 positions (wavelengths, wavenumbers)",
            block.Note);
        Assert.Equal([7f, 8], block.TargetValues);
    }

    [Fact]
    public void Other_spectra_of_the_same_samples_are_no_targets_and_those_with_an_axis_come_first()
    {
        SpectraBlock block = Read(Zip(("AFLP", Npy("<f4", "(2, 4)", [1, 2, 3, 4, 5, 6, 7, 8])),
            ("FTIR", Npy("<f4", "(2, 3)", [1, 2, 3, 4, 5, 6])),
            ("smooth", Npy("<f4", "(2, 3)", [1, 2, 3, 4, 5, 6])), ("WAV", Npy("<f4", "(3,)", [300, 302, 304])),
            ("CONC", Npy("<f4", "(2, 2)", [1, 2, 3, 4]))));
        Assert.Equal([300, 302, 304], block.Axis.Positions);
        Assert.Equal([1f, 2, 3, 4, 5, 6], block.Spectra);
        Assert.Equal(["AFLP1", "AFLP2", "AFLP3", "AFLP4", "CONC1", "CONC2"], block.Targets.Select(target => target.Name));
        Assert.Null(block.Note);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Assert.Contains("array 'X': found 12 bytes of values; expected 6 of 4 bytes each", Assert.Throws<InvalidDatasetException>(
            () => Read(Zip(("X", Npy("<f4", "(2, 3)", [1, 2, 3]))))).Message);
        Assert.Contains("array 'X': found the type O8", Assert.Throws<InvalidDatasetException>(
            () => Read(Zip(("X", Npy("|O8", "(1, 2)", [1, 2, 3, 4]))))).Message);
    }

    /// <summary>A small archive, stored so that alterations reach the arrays.</summary>
    internal static byte[] Archive() => Zip(("X", Npy("<f4", "(2, 3)", [1, 2, 3, 4, 5, 6])), ("wl", Npy("<f4", "(3,)", [1, 2, 3])),
        ("fat", Npy("<f4", "(2,)", [1, 2])));

    private static SpectraBlock Read(byte[] bytes)
    {
        FileContent file = new("a.npz", bytes);
        Assert.Equal("npz", FormatCatalog.Of(file).Slug);
        return Assert.Single(FormatCatalog.Of(file).Read(file, ReadingOptions.Default));
    }

    private static byte[] Npy(string type, string shape, float[] values)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header),
            .. values.SelectMany(BitConverter.GetBytes)];
    }

    private static byte[] Zip(params (string Name, byte[] Bytes)[] arrays)
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach ((string name, byte[] bytes) in arrays)
            {
                using Stream entry = zip.CreateEntry(name + ".npy", CompressionLevel.NoCompression).Open();
                entry.Write(bytes);
            }
        return stream.ToArray();
    }
}
