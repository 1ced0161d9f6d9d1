using System.Text;
using IonSweep.Formats.Blocks;
using IonSweep.Formats.Tests.Jcamp;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;
using IonSweep.Spectra.Storage;
using MiniExcelLibs;

namespace IonSweep.Formats.Tests.Import;

public sealed class ImportTests
{
    [Fact]
    public void Spectra_are_joined_with_a_table_by_file_name_and_what_did_not_match_is_told()
    {
        SpectraImport import = new();
        foreach ((string name, string line) in new[] { ("a.dx", "1 1 2 3"), ("b.dx", "1 4 5 6"), ("c.dx", "1 7 8 9") })
            import.Add(new FileContent(name, Encoding.ASCII.GetBytes(JcampTests.Spectrum(3, line))), ReadingOptions.Default,
                resample: null);
        ReferenceTable table = ReferenceTable.Read(
            new FileContent("values.csv", Encoding.UTF8.GetBytes("file;Fett (%);Wasser\na;1,5;\nB.dx;2,5;7\nd;3;8\n")), "file", ["Fett"]);
        SpectralDataset data = import.ToDataset("lab", table);
        Assert.Equal((2, "Fett", "%"), (data.RowCount, data.Targets[0].Name, data.Targets[0].Unit));
        Assert.Equal([1.5f, 2.5f], data.TargetColumn(0));
        Assert.Equal([4f, 5, 6], data.Spectrum(1).ToArray());
        Assert.Equal(["1 of 3 spectra have no reference value: c.dx (s).", "1 of 3 samples of the table have no spectrum: d."],
            import.Notes);
    }

    [Fact]
    public void A_workbook_is_a_table_of_values_and_of_spectra()
    {
        using MemoryStream stream = new();
        stream.SaveAs(new[]
        {
            new Dictionary<string, object?> { ["sample"] = "x1", ["fat"] = 1.5, ["900"] = 0.1, ["902"] = 0.2, ["904"] = 0.3 },
            new Dictionary<string, object?> { ["sample"] = "x2", ["fat"] = null, ["900"] = 0.4, ["902"] = 0.5, ["904"] = 0.6 },
        });
        FileContent file = new("book.xlsx", stream.ToArray());
        SpectraBlock block = Assert.Single(DatasetFile.ReadBlocks(file));
        Assert.Equal([900, 902, 904], block.Axis.Positions);
        Assert.Equal([0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f], block.Spectra);
        Assert.True(float.IsNaN(block.TargetValues[1]));
        Assert.Equal(1.5f, ReferenceTable.Read(file, "sample", ["fat"]).Values["x1"][0]);
        Assert.Contains("has no sheet 'May'; it has Sheet1", Assert.Throws<InvalidDatasetException>(
            () => DatasetFile.ReadBlocks(file, new ReadingOptions { Sheet = "May" })).Message);
    }

    [Fact]
    public void Other_axes_units_and_ordinates_are_refused_or_resampled_by_name()
    {
        FileContent Text(string name, string content) => new(name, Encoding.UTF8.GetBytes(content));
        SpectraImport import = new();
        import.Add(Text("a.csv", "id,y,400,401,402\na,1,1,2,3\n"), ReadingOptions.Default, null);
        Assert.Contains("b.csv has 3 channels from 399 to 403; the files before 3 from 400 to 402. Give --resample linear or cubic",
            Assert.Throws<InvalidDatasetException>(
                () => import.Add(Text("b.csv", "id,y,399,401,403\nb,2,1,3,5\n"), ReadingOptions.Default, null)).Message);
        import.Add(Text("b.csv", "id,y,399,401,403\nb,2,1,3,5\n"), ReadingOptions.Default, Interpolation.Linear);
        Assert.Equal([2f, 3, 4], import.ToDataset("d", null).Spectrum(1).ToArray());
        Assert.Contains("its axis is wavenumber (cm⁻¹), that of the files before wavelength (nm)",
            Assert.Throws<InvalidDatasetException>(
            () => import.Add(Text("c.csv", "id,y,400 cm-1,401 cm-1\nc,1,1,2\n"), ReadingOptions.Default, Interpolation.Linear)).Message);
    }

    [Fact]
    public void A_descending_set_is_its_ascending_mirror_image()
    {
        SpectralDataset falling = DatasetFile.Read(new FileContent("f.csv", "y,402 cm-1,401 cm-1,400 cm-1\n1,3,2,1\n"u8.ToArray()));
        SpectralDataset rising = DatasetFile.Read(new FileContent("f.csv", "y,400 cm-1,401 cm-1,402 cm-1\n1,1,2,3\n"u8.ToArray()));
        Assert.Equal(DatasetArtifact.Of(rising).Sha256, DatasetArtifact.Of(falling).Sha256);
        Assert.Equal(AxisUnit.Wavenumber, falling.AxisUnit);
        byte[] artifact = DatasetArtifact.Of(falling).Bytes.ToArray();
        Assert.Equal(AxisUnit.Wavenumber, DatasetFile.Read(new FileContent("f.safetensors", artifact)).AxisUnit);
    }
}
