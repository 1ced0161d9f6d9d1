using System.Globalization;
using System.Text;
using IonSweep.Formats.Blocks;
using IonSweep.Formats.Text;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;
using IonSweep.Spectra.Storage;

namespace IonSweep.Formats.Tests.Text;

public sealed class DelimitedTextTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ionsweep-text-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static readonly float[] Expected = [0.125f, 0.25f, 1e-3f, -1, 2, 3.5f];

    [Theory]
    [InlineData("sample,Zn (M),400,401.5,403\na,0.1,0.125,0.25,1e-3\nb,0.2,-1,2,3.5\n", "utf-8")]
    [InlineData("\"sample\",\"Zn (M)\",\"400\",\"401.5\",\"403\"\r\n\"a\",\"0.1\",\"0.125\",0.25,1e-3\r\nb,0.2,-1,2,3.5", "utf-8")]
    [InlineData("sample;Zn (M);400;401,5;403\na;0,1;0,125;0,25;0,001\nb;0,2;-1;2;3,5\n", "utf-16")]
    [InlineData("sample\tZn (M)\t400\t401.5\t403\na\t0.1\t0.125\t0.25\t1e-3\nb\t0.2\t-1\t2\t3.5\n", "utf-16BE")]
    [InlineData("# exported on a Monday\nsample;Zn (M);400;401,5;403\na;0,1;0,125;0,25;0,001\n\nb;0,2;-1;2;3,5\n", "latin1")]
    [InlineData("Zn (M),400,401.5,403,id\n0.1,0.125,0.25,1e-3,a\n0.2,-1,2,3.5,b\n", "utf-8")]
    public void Delimiters_decimal_commas_quotes_and_encodings_are_seen_from_the_content(string text, string encoding)
    {
        SpectraBlock block = Read(text, encoding);
        Assert.Equal([400, 401.5, 403], block.Axis.Positions);
        Assert.Equal(AxisUnit.Nanometre, block.Axis.Unit);
        Assert.Equal(Expected, block.Spectra);
        Assert.Equal(["a", "b"], block.SampleIds!);
        Assert.Equal([new Target("Zn", "M")], block.Targets);
        Assert.Equal([0.1f, 0.2f], block.TargetValues);
    }

    [Theory]
    [InlineData(AxisUnit.Nanometre, Ordinate.Unknown, "sample,y (%),-1.5,2,3")]
    [InlineData(AxisUnit.Wavenumber, Ordinate.Absorbance, "# ordinate: absorbance\nsample,y (%),-1.5 cm-1,2 cm-1,3 cm-1")]
    [InlineData(AxisUnit.Micrometre, Ordinate.KubelkaMunk, "# ordinate: kubelka-munk\nsample,y (%),-1.5 um,2 um,3 um")]
    [InlineData(AxisUnit.ElectronVolt, Ordinate.Reflectance, "# ordinate: reflectance\nsample,y (%),-1.5 eV,2 eV,3 eV")]
    [InlineData(AxisUnit.RamanShift, Ordinate.Intensity, "# axis: raman-shift\n# ordinate: intensity\nsample,y (%),-1.5,2,3")]
    [InlineData(AxisUnit.Channel, Ordinate.Unknown, "# axis: channel\nsample,y (%),-1.5,2,3")]
    public void What_is_written_as_csv_reads_back_with_axis_and_ordinate(AxisUnit unit, Ordinate ordinate, string header)
    {
        double first = unit is AxisUnit.RamanShift or AxisUnit.Channel or AxisUnit.Nanometre ? -1.5 : 1.5;
        SpectralDataset data = new("d", new DatasetOrigin(false, "d.csv"), [first, 2, 3], [new Target("y", "%")], [1, 2, 3, 4, 5, 6],
            [7, 8], ["a", "b"], unit, ordinate);
        using MemoryStream stream = new();
        DatasetCsvWriter.Write(data, stream);
        Assert.StartsWith(header.Replace("-1.5", first < 0 ? "-1.5" : "1.5", StringComparison.Ordinal) + "\na,7,1,2,3\n",
            Encoding.UTF8.GetString(stream.ToArray()));
        SpectralDataset read = DatasetFile.Read(new FileContent("d.csv", stream.ToArray()));
        Assert.Equal(DatasetArtifact.Of(data).Sha256, DatasetArtifact.Of(read).Sha256);

        using MemoryStream alone = new();
        DatasetCsvWriter.Write(UnlabelledSpectra.Of(data), alone);
        System.IO.File.WriteAllBytes(Path.Combine(_folder, "d.csv"), alone.ToArray());
        UnlabelledSpectra back = DatasetFile.ReadSpectra(Path.Combine(_folder, "d.csv"));
        Assert.Equal((unit, ordinate), (back.AxisUnit, back.Ordinate));
        Assert.Equal(data.Wavelengths, back.Wavelengths);
        Assert.Equal(data.Spectra.ToArray(), back.Spectra);
        Assert.Equal(["a", "b"], back.SampleIds!);
    }

    [Theory]
    [InlineData("NIR.900 nm,NIR.902 nm,NIR.904 nm", 900, AxisUnit.Nanometre, 3)]
    [InlineData("4000 cm-1,3998 cm-1,3996 cm-1", 4000, AxisUnit.Wavenumber, 3)]
    [InlineData("X4000,X3998,X3996,X3994,X3992,X3990,X3988,X3986", 4000, AxisUnit.Nanometre, 8)]
    [InlineData("1100.0,1102.0,1104.0", 1100, AxisUnit.Nanometre, 3)]
    public void Words_around_a_position_are_understood(string channels, double first, AxisUnit unit, int count)
    {
        string values = string.Join(',', Enumerable.Range(1, count));
        // A prefix alone makes a channel only where neighbours have it too.
        string header = channels.StartsWith("NIR", StringComparison.Ordinal)
            ? string.Join(',', Enumerable.Range(0, 8).Select(i => $"NIR.{900 + 2 * i} nm")) : channels;
        if (header != channels) values = string.Join(',', Enumerable.Range(1, 8));
        SpectraBlock block = Read($"Ni2,{header}\n5,{values}\n");
        Assert.Equal(first, block.Axis.Positions[0]);
        Assert.Equal(unit, block.Axis.Unit);
        Assert.Equal("Ni2", Assert.Single(block.Targets).Name);
    }

    [Theory]
    [InlineData("NIR.{0}.nm", AxisUnit.Nanometre)]
    [InlineData("X{0}.5.nm", AxisUnit.Nanometre)]
    [InlineData("X{0}.cm.1", AxisUnit.Wavenumber)]
    [InlineData("absorbance_{0}nm", AxisUnit.Nanometre)]
    [InlineData("{0}.00000e+03cm-1", AxisUnit.Wavenumber)]
    public void What_r_and_others_make_of_headers_is_understood(string header, AxisUnit unit)
    {
        IEnumerable<string> headers = Enumerable.Range(0, 9).Select(i => string.Format(CultureInfo.InvariantCulture, header, 900 + 2 * i));
        SpectraBlock block = Read($"octane,{string.Join(',', headers)}\n5,1,2,3,4,5,6,7,8,9\n");
        Assert.Equal((unit, 9), (block.Axis.Unit, block.Axis.Count));
        Assert.Equal("octane", Assert.Single(block.Targets).Name);
    }

    [Theory]
    [InlineData("1,2,3,4", AxisUnit.Channel)]
    [InlineData("4,3,2,1,0", AxisUnit.Channel)]
    [InlineData("1,2,3,5", AxisUnit.Nanometre)]
    [InlineData("2,3,4", AxisUnit.Nanometre)]
    [InlineData("1 nm,2 nm,3 nm", AxisUnit.Nanometre)]
    public void Positions_that_count_from_the_first_are_channel_numbers(string positions, AxisUnit unit) =>
        Assert.Equal(unit, Read($"y,{positions}\n9,{string.Join(',', positions.Split(',').Select(_ => "1"))}\n").Axis.Unit);

    [Fact]
    public void Spectra_in_columns_are_seen_from_the_axis_down_the_first_column()
    {
        SpectraBlock block = Read("Wavenumber (cm-1);one;two\n4000;0,1;0,2\n3998;0,3;0,4\n3996;0,5;0,6\n3994;0,7;0,8\n");
        Assert.Equal(AxisUnit.Wavenumber, block.Axis.Unit);
        Assert.True(block.Axis.IsDescending);
        Assert.Equal([0.1f, 0.3f, 0.5f, 0.7f, 0.2f, 0.4f, 0.6f, 0.8f], block.Spectra);
        Assert.Equal(["one", "two"], block.SampleIds!);
        SpectraBlock bare = Read("300 1\n301 2\n302 3\n".Replace(' ', '\t'));
        Assert.Equal([300, 301, 302], bare.Axis.Positions);
        Assert.Equal([1f, 2, 3], bare.Spectra);
    }

    [Theory]
    [InlineData("\"fat\" \"900\" \"901.5\"\n\"1 a\" 1.5 0.1 -2\n\"2 b\" 2.5 0.3 4e-1\n\"3\" NA 0 1\n")] // as R's write.table
    [InlineData("# remark, with a comma\r\n fat   900   901.5\r\n 1.5   0.1   -2 \r\n 2.5   0.3   0.4\r\n -   0   1\r\n")]
    [InlineData("fat 900 901,5\n1,5 0,1 -2\n2,5 0,3 0,4\nNA 0 1\n")]
    [InlineData("fat,900,901.5\na,1.5,0.1,-2\nb,2.5,0.3,0.4\nc,NA,0,1\n")] // the header has no cell for the names
    public void Blanks_between_columns_and_headers_without_a_cell_for_the_names_of_rows_are_understood(string text)
    {
        SpectraBlock block = Read(text);
        Assert.Equal([900, 901.5], block.Axis.Positions);
        Assert.Equal([0.1f, -2, 0.3f, 0.4f, 0, 1], block.Spectra);
        Assert.Equal("fat", Assert.Single(block.Targets).Name);
        Assert.Equal([1.5f, 2.5f, float.NaN], block.TargetValues);
    }

    [Fact]
    public void Two_columns_parted_by_blanks_are_a_spectrum_and_blanks_inside_cells_part_nothing()
    {
        SpectraBlock spectrum = Read("Raman shift  Intensity\n  100.5   12\n  102.5   13\n  104.5   14\n");
        Assert.Equal([100.5, 102.5, 104.5], spectrum.Axis.Positions);
        Assert.Equal([12f, 13, 14], spectrum.Spectra);
        SpectraBlock table = Read("sample,Zn (M),400,401\nfirst 10,1,2,3\nfirst 11,4,5,6\nfirst 12,7,8,9\n");
        Assert.Equal(["first 10", "first 11", "first 12"], table.SampleIds!);
        Assert.Equal(3, Read("a, 400, 401, 402\n1, 2, 3, 4\n4, 5, 6, 7\n7, 8, 9, 1\n").Axis.Count);
    }

    [Theory]
    [InlineData("wavelength,mix_1,mix_2,mix_3,mix_4,mix_5,mix_6,mix_7,mix_8,mix_9", "", AxisUnit.Nanometre)] // no positions 1 to 9
    [InlineData(",Wavelength (nm),0,1,2,3,4,5,6,7,8", "0,", AxisUnit.Nanometre)] // pandas numbers rows and columns
    [InlineData("Wellenzahl,1,2,3,4,5,6,7,8,9", "", AxisUnit.Wavenumber)]
    [InlineData("nombre d'onde [cm-1],1,2,3,4,5,6,7,8,9", "", AxisUnit.Wavenumber)]
    [InlineData("Raman shift,1,2,3,4,5,6,7,8,9", "", AxisUnit.RamanShift)]
    public void A_column_that_is_called_wavelength_is_the_axis_though_the_spectra_are_numbered(string header, string index, AxisUnit unit)
    {
        SpectraBlock block = Read($"{header}\n{index}900,{Values(1)}\n{index}902,{Values(2)}\n{index}904,{Values(3)}\n");
        Assert.Equal((unit, 3, 9, 0), (block.Axis.Unit, block.Axis.Count, block.RowCount, block.Targets.Count));
        Assert.Equal([900, 902, 904], block.Axis.Positions);
        Assert.Equal([12f, 22f, 32f], block.Spectra[6..9]);
        Assert.EndsWith(index.Length > 0 ? "2" : header.StartsWith("wave", StringComparison.Ordinal) ? "mix_3" : "3", block.SampleIds![2]);

        static string Values(int row) => string.Join(',', Enumerable.Range(0, 9).Select(i => row * 10 + i));
    }

    [Theory]
    [InlineData(",wavenumber,absorbance\n0,4000,0.5\n1,3998,0.25\n2,3996,0.125\n", Ordinate.Absorbance)]
    [InlineData("cm-1;%T\n4000;50\n3998;25\n3996;12,5\n", Ordinate.TransmittancePercent)]
    public void Of_a_single_spectrum_the_header_says_what_its_values_are(string text, Ordinate ordinate)
    {
        SpectraBlock block = Read(text);
        Assert.Equal((AxisUnit.Wavenumber, ordinate, 1), (block.Axis.Unit, block.Ordinate, block.RowCount));
        Assert.Null(block.SampleIds); // the file's name names it
    }

    [Fact]
    public void A_first_column_without_a_header_names_spectra_alone_and_is_passed_over_beside_targets()
    {
        SpectraBlock alone = Read("  ;450;453;456\n100   ;-0,1 ;0,2 ;0,3 \n101   ;0,4 ;0,5 ;0,6 \n");
        Assert.Equal(["100", "101"], alone.SampleIds!);
        Assert.Equal([-0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f], alone.Spectra);
        SpectraBlock labelled = Read(",Brix,0,1,2\n0,22.3,1,2,3\n1,20.1,4,5,6\n");
        Assert.Equal(("Brix", AxisUnit.Channel), (Assert.Single(labelled.Targets).Name, labelled.Axis.Unit));
        Assert.Null(labelled.SampleIds);
    }

    [Fact]
    public void Channels_without_a_value_in_any_row_are_left_out_and_told_and_a_hole_in_one_row_is_refused()
    {
        string text = "Bromide,735,737.5,740,742.5\n1,1,2,NaN,\n2,3,4,NaN,\n3,5,6,NaN,\n";
        SpectraBlock block = Read(text);
        Assert.Equal([735, 737.5], block.Axis.Positions);
        Assert.Equal([1f, 2, 3, 4, 5, 6], block.Spectra);
        Assert.Equal("2 channels from 740 to 742.5 have no value in any row and are left out", block.Note);
        Assert.Contains("line 2, column 4 ('740'): found 'NaN'; expected a finite number", Assert.Throws<InvalidDatasetException>(
            () => Read(text.Replace("5,6,NaN,", "5,6,7,", StringComparison.Ordinal))).Message);
    }

    [Fact]
    public void The_corner_of_a_table_says_that_positions_are_wavenumbers()
    {
        Assert.Equal(AxisUnit.Wavenumber, Read("Sample ID/Wavenumber;7000;6990;6980\nhoney;1;2;3\nsyrup;4;5;6\n").Axis.Unit);
        Assert.Equal(AxisUnit.Nanometre, Read("Sample ID;7000;6990;6980\nhoney;1;2;3\nsyrup;4;5;6\n").Axis.Unit);
    }

    [Theory]
    [InlineData("<0.01", "line 2, column 1 ('Cu (ppm)'): found '<0.01'; expected a number: how large a value beyond a limit is")]
    [InlineData("12.5 %", "found '12.5 %'; expected a number without a sign; the unit belongs into the header")]
    [InlineData("n.d.", "found 'n.d.'; expected a number such as")]
    public void A_mistake_in_a_column_of_numbers_does_not_make_the_target_disappear(string cell, string message)
    {
        string text = $"Cu (ppm),batch,900,901\n{cell},7,1,2\n0.3,8b,3,4\n0.5,b,5,6\n";
        Assert.Contains(message, Assert.Throws<InvalidDatasetException>(() => Read(text)).Message);
        Assert.Contains(message[^20..], Assert.Throws<InvalidDatasetException>(
            () => ReferenceTable.Read(File("batch,Cu\n" + $"a,{cell}\nb,0.3\nc,0.5\n"), null, null)).Message);
        SpectraBlock without = Read(text.Replace(cell, "NULL", StringComparison.Ordinal));
        Assert.Equal("Cu", Assert.Single(without.Targets).Name); // of the batches most are texts
        Assert.True(float.IsNaN(without.TargetValues[0]));
    }

    [Fact]
    public void Missing_values_of_targets_are_kept_as_missing_and_told_and_text_columns_are_no_targets()
    {
        FileContent file = File("id,variety,fat,water,900,901\na,red,1,NA,1,2\nb,blue,2,3,4,5\nc,red,,4,6,7\nd,red,-,?,8,9\n");
        SpectralDataset data = DatasetFile.Read(file);
        Assert.Equal(["fat", "water"], data.Targets.Select(target => target.Name));
        Assert.Equal(["a", "b", "c"], data.SampleIds!);
        Assert.Equal([1f, float.NaN, 2, 3, float.NaN, 4], data.TargetValues.ToArray());
        Assert.Equal("table.csv, 1 of 4 rows left out, which have no value, values of fat in 2 of 3 rows, water in 2 of 3 rows; cells of a "
            + "target use the rows that have its value", data.Origin.Description);
        Assert.Equal(2, DatasetFile.Read(file, new ReadingOptions { Targets = ["fat"] }).RowCount);
        using MemoryStream csv = new();
        DatasetCsvWriter.Write(data, csv);
        Assert.Equal(data.TargetValues.ToArray(), DatasetFile.Read(new FileContent("again.csv", csv.ToArray())).TargetValues.ToArray());
        Assert.Equal(data.TargetValues.ToArray(), DatasetArtifact.Read(DatasetArtifact.Of(data).Bytes).Data.TargetValues.ToArray());
    }

    [Theory]
    [InlineData("a,400,401\n1,2\n", "table.csv, line 2, column 3 ('401'): found a row of 2 values; expected 3, as in the header.")]
    [InlineData("a,400,401\n1,2,x\n", "table.csv, line 2, column 3 ('401'): found 'x'; expected a number such as 0.125 or 1.2e-3.")]
    [InlineData("a,400,401\n1,,3\n", "table.csv, line 2, column 2 ('400'): found nothing; expected a number.")]
    [InlineData("a,400,401,400.5\n1,2,3,4\n", "position 400.5 after 401; expected strictly ascending or strictly descending positions")]
    [InlineData("a,b\n1,2\n", "no channel column")]
    [InlineData("a,\"400\n", "line 1: a quotation mark is opened and never closed")]
    [InlineData("a;400;401\n1;0,5;1.5,2\n", "found '1.5,2'; expected a number such as")]
    public void What_is_wrong_is_named_with_its_place(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDatasetException>(() => Read(text)).Message);

    private static SpectraBlock Read(string text, string encoding = "utf-8") =>
        Assert.Single(FormatCatalog.Of(File(text, encoding)).Read(File(text, encoding), ReadingOptions.Default));

    private static FileContent File(string text, string encoding = "utf-8")
    {
        Encoding chosen = Encoding.GetEncoding(encoding);
        return new FileContent("table.csv", (byte[])[.. chosen.GetPreamble(), .. chosen.GetBytes(text)]);
    }
}
