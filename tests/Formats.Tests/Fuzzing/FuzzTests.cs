using System.Diagnostics;
using System.Text;
using IonSweep.Formats.Blocks;
using IonSweep.Formats.Tests.Arrays;
using IonSweep.Formats.Tests.Instruments;
using IonSweep.Formats.Tests.Jcamp;
using IonSweep.Formats.Tests.Opus;
using IonSweep.Formats.Tests.Parquet;
using IonSweep.Formats.Tests.Spc;
using IonSweep.Spectra;
using IonSweep.Spectra.Storage;
using MiniExcelLibs;

namespace IonSweep.Formats.Tests.Fuzzing;

/// <summary>Whatever the bytes, a reader gives spectra or says what is wrong with the file; nothing else, and in bounded memory.</summary>
public sealed class FuzzTests
{
    private const int Mutations = 2_000, Slack = 1 << 20;

    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30); // of a file of a few hundred bytes

    public static TheoryData<string> Formats => new(FormatCatalog.All.Select(format => format.Slug));

    [Theory]
    [MemberData(nameof(Formats))]
    public void Altered_files_are_read_or_refused_by_name(string slug)
    {
        byte[][] samples = [.. SamplesOf(slug)];
        Random random = new(7);
        int read = 0;
        for (int i = 0; i < Mutations; i++) read += Read(slug, Altered(samples[i % samples.Length], random));
        // A dataset of our own is protected by its hash: nothing altered is read.
        Assert.True(read > 0 || slug == "safetensors",
            "no altered file was read at all: the alterations are too coarse to test the reader's inside");
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Files_cut_off_anywhere_are_read_or_refused_by_name(string slug)
    {
        foreach (byte[] sample in SamplesOf(slug))
            for (int length = 1; length < sample.Length; length += 1 + sample.Length / Mutations) Read(slug, sample[..length]);
    }

    /// <summary>Blocks that were read; 0 for a file that was refused.</summary>
    private static int Read(string slug, byte[] bytes)
    {
        IDatasetFormat format = FormatCatalog.All.Single(one => one.Slug == slug);
        FileContent file = new("fuzz.bin", bytes);
        _ = format.Recognises(file);
        int read = 0;
        long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        try
        {
            foreach (SpectraBlock block in format.Read(file, ReadingOptions.Default))
            {
                Assert.True(block.Spectra.Length == block.RowCount * block.Axis.Count && block.Spectra.All(float.IsFinite));
                read++;
            }
        }
        catch (InvalidDatasetException e)
        {
            Assert.Contains("fuzz.bin", e.Message);
        }
        // Workbooks are opened by a library that inflates and parses XML.
        if (slug != "xlsx") Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4L * bytes.Length + Slack);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, Hang);
        return read;
    }

    private static IEnumerable<byte[]> SamplesOf(string slug) => slug switch
    {
        "text" =>
        [
            Encoding.UTF8.GetBytes("sample,Zn (M),400,401.5,403\na,0.1,0.125,0.25,1e-3\nb,0.2,-1,2,3.5\n"),
            Encoding.Unicode.GetBytes("sample;Zn;400;401,5\n\"a\";0,1;0,125;0,25\n"),
            Encoding.UTF8.GetBytes("# of R\n\"fat\" \"900\" \"901\"\n\"a b\" 1,5 0,25 1\n\"c\" 2 0,5 -1e-3\n\"d\" 3 1 2\n"),
            Encoding.Latin1.GetBytes("µ\tone\ttwo\n400\t1\t2\n401\t3\t4\n402\t5\t6\n403\t5\t6\n"),
        ],
        "instrument-text" =>
        [
            .. new[] { "SpectraSuite, decimal comma", "AvaSoft 8", "Cary WinUV", "JASCO Raman", "LabSpec 6", "B&W Tek" }
                .Select(program => Encoding.UTF8.GetBytes(InstrumentFiles.Of(program).Text)),
            Encoding.Unicode.GetBytes(InstrumentFiles.Of("Spectra Vista").Text),
            Encoding.UTF8.GetBytes("Export\nSample;fat;400;401;402;403;404;405;406;407\na;1;1;2;3;4;5;6;7;8,5\nb;2;1;2;3;4;5;6;7;9,5\n"),
        ],
        "jcamp-dx" =>
        [
            Encoding.ASCII.GetBytes(JcampTests.Spectrum(25, "1@VBDUGEDTETGA0A1TFEGFITG")),
            Encoding.ASCII.GetBytes(JcampTests.Spectrum(7, "1A0KKj\n4A3k%%")),
            Encoding.ASCII.GetBytes("##TITLE= p\n##XUNITS= NANOMETERS\n##XYPOINTS= (XY..XY)\n400, 0.1; 405, 0.2\n411, 0.4\n##END=\n"),
        ],
        "spc" =>
        [
            SpcWriter.New([[1, 2, 3, 4], [5, 6, 7, 8]], 400, 403, 32, 3, 2), SpcWriter.New([[1, 2, 3]], 400, 403, 16, 3, 2, [1, 2, 4]),
            SpcWriter.Separate([([1f, 2, 3], [1f, 2, 3]), ([5f, 6], [7f, 8])]), SpcWriter.Old([1, 2, 3], 1, 3),
        ],
        "opus" =>
        [
            new OpusWriter().Name("a").Add(OpusWriter.Sample, [1, 2, 3], 400, 398).Add(OpusWriter.Absorbance, [1, 2, 3], 400, 398)
                .ToArray(),
            new OpusWriter().AddRaw(OpusWriter.Absorbance | OpusWriter.Series, OpusWriter.SeriesBytes([[1, 2], [3, 4]], 1), 2, 1, 2)
                .ToArray(),
        ],
        "safetensors" =>
        [
            DatasetArtifact.Of(DatasetFile.Read(new FileContent("f.csv", "y,400,401\n1,3,2\n2,4,5\n"u8.ToArray()))).Bytes.ToArray(),
        ],
        "xlsx" => [Workbook()],
        "parquet" => [ParquetTests.OfHyparquet],
        "npz" => [NumpyTests.Archive()],
        "mat" => [MatlabTests.Plain, MatlabTests.OfScipy],
        _ => throw new InvalidOperationException($"There are no samples of the format '{slug}'; add them here."),
    };

    private static byte[] Workbook()
    {
        using MemoryStream stream = new();
        stream.SaveAs(new[] { new Dictionary<string, object?> { ["fat"] = 1.5, ["900"] = 0.1, ["902"] = 0.2 } });
        return stream.ToArray();
    }

    /// <summary>Flips bits, overwrites runs with counts that overflow, copies parts, cuts the end off.</summary>
    private static byte[] Altered(byte[] sample, Random random)
    {
        byte[] bytes = [.. sample];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int at = random.Next(bytes.Length);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    byte[] number = BitConverter.GetBytes(random.Next(3) switch { 0 => int.MaxValue, 1 => -1, _ => 1 << random.Next(31) });
                    for (int i = 0; i < 4 && at + i < bytes.Length; i++) bytes[at + i] = number[i];
                    break;
                case 3:
                    bytes = bytes[..Math.Max(1, at)];
                    break;
                case 4:
                    bytes = [.. bytes[..at], .. bytes[random.Next(bytes.Length)..]];
                    break;
                default:
                    bytes[at] = "0123456789EeSs%@Jj,;.\n-"u8[random.Next(23)];
                    break;
            }
        }
        return bytes;
    }
}
