using System.Buffers.Binary;
using IonSweep.Formats.Text;
using IonSweep.Spectra;
using IonSweep.Spectra.Simulation.Absorption;

namespace IonSweep.FormatsBench;

/// <summary>Files to read: simulated solutions as one CSV, and a folder of SPC files.</summary>
internal static class SampleFiles
{
    public const int SpcFiles = 1_000, SpcPoints = 2_000;

    private const int HeaderBytes = 512, SubheaderBytes = 32;

    /// <summary>3,744 rows of 8 concentrations and 911 absorbances.</summary>
    public static string WriteCsv(string folder)
    {
        string path = Path.Combine(folder, "solutions.csv");
        SpectralDataset data = AbsorptionSimulator.Simulate(new AbsorptionOptions());
        DatasetCsvWriter.WriteFile(data, path);
        return path;
    }

    /// <summary>One even spectrum of floats a file.</summary>
    public static string WriteSpc(string folder)
    {
        string spc = Directory.CreateDirectory(Path.Combine(folder, "spc")).FullName;
        byte[] file = new byte[HeaderBytes + SubheaderBytes + 4 * SpcPoints];
        (file[1], file[3], file[28], file[29]) = (0x4B, 0x80, 1, 2); // new format, floats, cm⁻¹, absorbance
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), SpcPoints);
        BinaryPrimitives.WriteDoubleLittleEndian(file.AsSpan(8), 4_000);
        BinaryPrimitives.WriteDoubleLittleEndian(file.AsSpan(16), 400);
        for (int number = 0; number < SpcFiles; number++)
        {
            for (int i = 0; i < SpcPoints; i++)
                BinaryPrimitives.WriteSingleLittleEndian(
                    file.AsSpan(HeaderBytes + SubheaderBytes + 4 * i), (float)Math.Sin(0.01 * i + number));
            File.WriteAllBytes(Path.Combine(spc, FormattableString.Invariant($"s{number:D4}.spc")), file);
        }
        return spc;
    }
}
