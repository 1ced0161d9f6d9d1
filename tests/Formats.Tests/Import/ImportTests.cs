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
    public void A_column_called_like_that_of_the_table_joins_it_whatever_the_way_to_write_numbers()
    {
        (SpectralDataset data, ImportReport report) = SpectraImport.Of(
            [Text("spectra.csv", "Index,900,901,902\n1.00,1,2,3\n1.00,4,5,6\n2.00,7,8,9\n3.00,9,9,9\n")],
            Text("brix.csv", "\uFEFFIndex,Brix\n1,9.0\n1,9.0\n2,10.0\n"), ReadingOptions.Default, null, "cane");
        Assert.Equal([9f, 9, 10], data.TargetColumn(0));
        Assert.Equal(["1", "1", "2"], data.SampleIds!); // replicates, never parted by a split
        Assert.Equal(3, data.ChannelCount);
        Assert.Equal("spectra.csv (3.00)", Assert.Single(report.WithoutReference));
        Assert.Contains("'1' stands a second time in 'Index', with other values", Assert.Throws<InvalidDatasetException>(
            () => ReferenceTable.Read(Text("brix.csv", "Index,Brix\n1,9.0\n1,9.5\n"), null, null)).Message);
    }

    [Fact]
    public void Names_of_rows_without_a_header_join_a_table()
    {
        FileContent spectra = Text("f750.csv", "  ;450;453;456\n100   ;1;2;3\n102   ;4;5;6\n");
        SpectralDataset data = SpectraImport.Of(
            [spectra], Text("lab.csv", "Sample;TS (%)\n102;4,5\n100;3,5\n"), ReadingOptions.Default, null, "cane").Data;
        Assert.Equal([3.5f, 4.5f], data.TargetColumn(0));
        Assert.Equal(["100", "102"], data.SampleIds!);
    }

    [Fact]
    public void Rows_of_a_table_belong_to_spectra_in_their_order_when_a_user_says_so()
    {
        FileContent spectra = Text("x.csv", "900,901,902\n1,2,3\n4,5,6\n7,8,9\n"),
            values = Text("y.csv", "vial,Moisture,Oil\na,10,3\na,11,NA\nb,12,5\n");
        SpectralDataset data = SpectraImport.Of([spectra], values, ReadingOptions.Default, null, "corn", byRow: true).Data;
        Assert.Equal([10f, 11, 12], data.TargetColumn(0));
        Assert.Equal(["Moisture", "Oil"], data.Targets.Select(target => target.Name));
        Assert.Null(data.SampleIds);
        ReadingOptions named = new() { IdColumn = "vial", Targets = ["Oil"] };
        SpectralDataset grouped = SpectraImport.Of([spectra], values, named, null, "corn", byRow: true).Data;
        Assert.Equal((2, "Oil"), (grouped.RowCount, Assert.Single(grouped.Targets).Name)); // one row has no value of it
        Assert.Null(grouped.SampleIds);
        Assert.Equal(["a", "a", "b"],
            SpectraImport.Of([spectra], values, named with { Targets = ["Moisture"] }, null, "corn", byRow: true).Data.SampleIds!);
        Assert.Contains("y.csv has 1 rows, and there are 3 spectra", Assert.Throws<InvalidDatasetException>(() => SpectraImport.Of(
            [spectra], Text("y.csv", "Oil\n1\n"), ReadingOptions.Default, null, "corn", byRow: true)).Message);
        Assert.Contains("Where the rows stand in the order of the spectra, give --by-row", Assert.Throws<InvalidDatasetException>(
            () => SpectraImport.Of([spectra], values, ReadingOptions.Default, null, "corn")).Message);
    }

    [Fact]
    public void Rows_of_a_table_that_name_no_sample_are_samples_of_their_own()
    {
        FileContent table = Text("meat.csv", "fat,900,901,902\n1,1,2,3\n2,4,5,6\n3,7,8,9\n");
        Assert.Null(SpectraImport.Of([table], null, ReadingOptions.Default, null, "meat").Data.SampleIds);
        FileContent other = Text("more.csv", "fat,id,900,901,902\n1,m,1,2,3\n2,m,4,5,6\n");
        Assert.Equal(["meat 1", "meat 2", "meat 3", "m", "m"],
            SpectraImport.Of([table, other], null, ReadingOptions.Default, null, "meat").Data.SampleIds!);
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
    public void Resampled_files_keep_the_range_that_all_of_them_reach()
    {
        SpectraImport import = new();
        import.Add(Text("a.csv", "id,y,400,401,402,403\na,1,1,2,3,4\n"), ReadingOptions.Default, null);
        import.Add(Text("b.csv", "id,y,400.5,401,401.5,402,405\nb,2,0.5,1,1.5,2,5\n"), ReadingOptions.Default, Interpolation.Linear);
        import.Add(Text("c.csv", "id,y,399,402\nc,3,0,3\n"), ReadingOptions.Default, Interpolation.Linear);
        SpectralDataset data = import.ToDataset("d", null);
        Assert.Equal([401, 402], data.Wavelengths);
        Assert.Equal([2f, 3, 1, 2, 2, 3], data.Spectra.ToArray());
        Assert.Contains("Channels that c.csv does not reach were left out, 1 of 3; 401 to 402 nm are kept.", import.Notes);
        Assert.Contains("they have no range in common", Assert.Throws<InvalidDatasetException>(() => import.Add(
            Text("e.csv", "id,y,500,501\ne,4,1,2\n"), ReadingOptions.Default, Interpolation.Linear)).Message);
    }

    [Fact]
    public void A_workbook_of_several_sheets_holds_spectra_and_values()
    {
        using MemoryStream stream = new();
        stream.SaveAs(new Dictionary<string, object>
        {
            ["notes"] = new[] { new Dictionary<string, object?> { ["author"] = "a", ["day"] = "Monday" } },
            ["X"] = new[]
            {
                new Dictionary<string, object?> { ["900"] = 0.1, ["902"] = 0.2, ["904"] = 0.3, ["906"] = 0.4 },
                new Dictionary<string, object?> { ["900"] = 0.4, ["902"] = 0.5, ["904"] = 0.6, ["906"] = 0.7 },
            },
            ["Y"] = new[] { new Dictionary<string, object?> { ["tbc"] = 1.5 }, new Dictionary<string, object?> { ["tbc"] = 2.5 } },
        });
        FileContent file = new("book.xlsx", stream.ToArray());
        Assert.Contains("This is the first of 3 sheets; name another (--sheet): notes, X, Y.", Assert.Throws<InvalidDatasetException>(
            () => DatasetFile.ReadBlocks(file)).Message);
        SpectralDataset data = SpectraImport.Of(
            [file], file, new ReadingOptions { Sheet = "X" }, null, "book", byRow: true, tableSheet: "Y").Data;
        Assert.Equal([1.5f, 2.5f], data.TargetColumn(0));
        Assert.Equal(4, data.ChannelCount);
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

    private static FileContent Text(string name, string content) => new(name, Encoding.UTF8.GetBytes(content));
}
