using System.Text;
using IonSweep.Formats.Blocks;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Tests.Instruments;

public sealed class InstrumentTextTests
{
    public static TheoryData<string> Programs => new(InstrumentFiles.Programs);

    [Theory]
    [MemberData(nameof(Programs))]
    public void What_programs_export_is_read_with_axis_ordinate_and_sample(string program)
    {
        InstrumentFiles.InstrumentFile expected = InstrumentFiles.Of(program);
        FileContent file = File(expected.Text, expected.Name);
        Assert.Equal("instrument-text", FormatCatalog.Of(file).Slug);
        SpectraBlock block = Assert.Single(FormatCatalog.Of(file).Read(file, ReadingOptions.Default));
        Assert.Equal((expected.Unit, expected.Ordinate), (block.Axis.Unit, block.Ordinate));
        IEnumerable<double> rising = Enumerable.Range(0, InstrumentFiles.Count).Select(i => 400 + 2.0 * i);
        Assert.Equal(expected.IsDescending ? rising.Reverse() : rising, block.Axis.Positions);
        Assert.Equal(Enumerable.Range(0, InstrumentFiles.Count).Select(i => 0.125f * i), block.Spectra);
        Assert.Equal(expected.Sample is null ? null : [expected.Sample], block.SampleIds);
        Assert.Contains(expected.Note ?? "", block.Note ?? "");
        Assert.Equal(expected.Note is null, block.Note is null);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("latin1")]
    public void Encodings_do_not_matter(string encoding)
    {
        byte[] bytes = Encoding.GetEncoding(encoding).GetBytes(InstrumentFiles.Of("LabSpec 6").Text);
        SpectraBlock block = Assert.Single(DatasetFile.ReadBlocks(new FileContent("a.txt", bytes)));
        Assert.Equal((AxisUnit.RamanShift, InstrumentFiles.Count), (block.Axis.Unit, block.Axis.Count));
    }

    [Fact]
    public void Another_column_of_a_measurement_is_read_when_asked_for()
    {
        FileContent file = File(InstrumentFiles.Of("AvaSoft 8").Text);
        SpectraBlock block = Assert.Single(DatasetFile.ReadBlocks(file, new ReadingOptions { Spectrum = "dark" }));
        Assert.Equal((Ordinate.Intensity, 90.25f), (block.Ordinate, block.Spectra[0]));
        Assert.Contains("found the columns 'Sample [counts]', 'Dark [counts]', 'Reference [counts]', 'Reflectance [%]'; expected one that "
            + "--spectrum raman names.", Refusal(file, new ReadingOptions { Spectrum = "raman" }));
    }

    [Fact]
    public void Columns_with_names_are_spectra()
    {
        SpectraBlock block = Assert.Single(Read("Exported by A\n\nX-Axis\tMap (0/0)\tMap (1/0)\nrel. 1/cm\tCCD cts\tCCD cts\n"
            + InstrumentFiles.Rows("{0}\t{1}\t{2}")));
        Assert.Equal(["Map (0/0)", "Map (1/0)"], block.SampleIds!);
        Assert.Equal((AxisUnit.RamanShift, Ordinate.Intensity, 2), (block.Axis.Unit, block.Ordinate, block.RowCount));
        Assert.Equal([0f, 0.125f], block.Spectra[..2]);
        Assert.Equal([700f, 703f], block.Spectra[InstrumentFiles.Count..(InstrumentFiles.Count + 2)]);
        block = Assert.Single(Read("Exported\nby A\nWavelength (nm)\tA\tB\tT\n" + InstrumentFiles.Rows("{0}\t{1}\t{2}\t{3}")));
        Assert.Equal(["A", "B", "T"], block.SampleIds!);
        Assert.Equal(Ordinate.Unknown, block.Ordinate);
    }

    [Fact]
    public void Pairs_of_columns_are_spectra_on_one_axis_where_their_positions_are_equal()
    {
        SpectraBlock block = Assert.Single(Read("s1,,s2,\nWavelength (nm),Abs,Wavelength (nm),Abs\n"
            + InstrumentFiles.Rows("{0},{1},{0},{2}")));
        Assert.Equal(["s1", "s2"], block.SampleIds!);
        Assert.Equal((Ordinate.Absorbance, 2, InstrumentFiles.Count), (block.Ordinate, block.RowCount, block.Axis.Count));
        Assert.Equal([700f, 703f], block.Spectra[InstrumentFiles.Count..(InstrumentFiles.Count + 2)]);
    }

    [Fact]
    public void Pairs_of_other_axes_and_lengths_are_blocks_of_their_own()
    {
        string text = "s1,,s2,,s3,,\nWavelength (nm),Abs,Wavelength (nm),%T,Wavelength (nm),%T,\n"
            + InstrumentFiles.Rows("{0},{1},{2},{3},{2},7.5,") + ",,800,1.5,800,2.5,\n\ns1\nCollection Time: 5/10/2018 5:26:59 PM\n";
        IReadOnlyList<SpectraBlock> blocks = Read(text);
        Assert.Equal([12, 13], blocks.Select(block => block.Axis.Count));
        Assert.Equal([Ordinate.Absorbance, Ordinate.TransmittancePercent], blocks.Select(block => block.Ordinate));
        Assert.Equal(["s2", "s3"], blocks[1].SampleIds!);
        Assert.Equal([1.5f, 7.5f], blocks[1].Spectra[12..14]);
        Assert.Contains("a.txt holds spectra of 12 channels from 400 and of 13 from 700",
            Assert.Throws<InvalidDatasetException>(() => DatasetFile.ReadSpectra(File(text))).Message);
        Assert.Contains("a.txt holds spectra of absorbance and of transmittance in per cent; expected one of them",
            Assert.Throws<InvalidDatasetException>(() => DatasetFile.ReadSpectra(File("s1,,s2,\nnm,Abs,nm,%T\n"
                + InstrumentFiles.Rows("{0},{1},{0},{2}")))).Message);
    }

    [Fact]
    public void An_axis_without_a_unit_beside_a_laser_is_refused_until_a_line_names_it()
    {
        string text = "Laser: 785 nm\nSample: leaf 7\n" + InstrumentFiles.Rows("{0}\t{1}");
        Assert.Contains("a.txt: no word names the unit of the axis, which reaches from 400 to 422; expected nm, µm, cm⁻¹, a Raman shift or "
            + "eV. Write it into a first line of the file: '# axis: WORD', where WORD is one of nm, um, cm-1, raman-shift",
            Refusal(File(text)));
        SpectraBlock block = Assert.Single(Read("# axis: raman-shift\n# ordinate: intensity\n" + text));
        Assert.Equal((AxisUnit.RamanShift, Ordinate.Intensity, "leaf 7"), (block.Axis.Unit, block.Ordinate, block.SampleIds![0]));
        // RRUFF's files of Raman and infrared spectra and of powder diffraction differ in their names alone.
        Assert.Contains("no word names the unit", Refusal(File(InstrumentFiles.Of("RRUFF").Text, "Anatase__R060277__Powder__XY.txt")));
    }

    [Theory]
    [InlineData("Vision Air Export\nSample;Fat (%);{0}\nS1;2,5;{1}\nS2;3,5;{2}\n", AxisUnit.Nanometre)]
    [InlineData("Instrument;NIR\nby A\nX Units;1/cm\nid;Fat (%);{0}\n\"S1\";2,5;{1}\nS2;3,5;{2}\n", AxisUnit.Wavenumber)]
    [InlineData("#Range (cm-¹)=\t100...1200\n#Laser (nm)=\t532\nid;Fat (%);{0}\nS1;2,5;{1}\nS2;3,5;{2}\n", AxisUnit.RamanShift)]
    public void A_table_of_spectra_in_rows_may_stand_below_words(string text, AxisUnit unit)
    {
        string Row(int first) => string.Join(';', Enumerable.Range(0, 9).Select(c => $"{first + c},5"));
        FileContent file = File(text.Replace("{0}", Row(900)).Replace("{1}", Row(0)).Replace("{2}", Row(10)));
        Assert.Equal("instrument-text", FormatCatalog.Of(file).Slug);
        SpectraBlock block = Assert.Single(DatasetFile.ReadBlocks(file));
        Assert.Equal((unit, 9, 900.5), (block.Axis.Unit, block.Axis.Count, block.Axis.Positions[0]));
        Assert.Equal(["S1", "S2"], block.SampleIds!);
        Assert.Equal([2.5f, 3.5f], block.TargetValues);
        Assert.Equal([8.5f, 10.5f], block.Spectra[8..10]);
        int line = text.Count(c => c == '\n');
        Assert.Contains($"a.txt, line {line}, column 3 ('900,5'): found 'x'", Refusal(File(
            text.Replace("{0}", Row(900)).Replace("{1}", Row(0)).Replace("{2}", Row(10).Replace("10,5;", "x;")))));
    }

    [Theory]
    [InlineData("Time (s)\tAbs\n", "the axis is 'Time (s)'; expected one in nm, µm, cm⁻¹ or eV, or a Raman shift.")]
    [InlineData("XUNITS: SECONDS\n", "the axis is 'SECONDS'")]
    [InlineData("2-Theta\tcounts\n", "the axis is '2-Theta'")]
    [InlineData("Energy\tcounts\n", "the axis is 'Energy'")]
    public void Axes_of_other_quantities_are_refused(string words, string message) =>
        Assert.Contains("a.txt: " + message, Refusal(File("Title: a\nby B\n" + words + InstrumentFiles.Rows("{0}\t{1}"))));

    [Theory]
    [InlineData("Wellenzahl;Extinktion\n", AxisUnit.Wavenumber)]
    [InlineData("Longueur d'onde;Absorbance\n", AxisUnit.Nanometre)]
    [InlineData("Wavelength (um);Absorbance\n", AxisUnit.Micrometre)]
    [InlineData("Energy (eV);Absorbance\n", AxisUnit.ElectronVolt)]
    [InlineData("Pixel;counts\n", AxisUnit.Channel)]
    [InlineData("Laser;532\nRaman shift [cm^-1];counts\n", AxisUnit.RamanShift)]
    public void Units_are_known_by_many_words(string words, AxisUnit unit) =>
        Assert.Equal(unit, Assert.Single(Read("Title: a\nby B\n" + words + InstrumentFiles.Rows("{0};{1}", point: ","))).Axis.Unit);

    [Theory]
    [InlineData("{0}411\tx\n{0}", "line 15: found '411\tx' among the numbers; expected 2 numbers, as in line 3.")]
    [InlineData("{0}424\tNaN\n", "line 15: found '424\tNaN' among the numbers")] // at the end
    [InlineData("{0}424", "line 15: found '424' among the numbers")] // cut off
    [InlineData("398\t---\n{0}", "line 3: found '398\t---' among the numbers; expected 2 numbers, as in line 4.")]
    [InlineData("{0}\nsaturated\n424\t7\n", "line 16: found 'saturated' among the numbers")]
    [InlineData("{0}\nSpectrum 2\n{0}", "line 17: found a second block of 12 lines of numbers behind the first; expected one.")]
    [InlineData("NPOINTS: 20\n{0}", "line 3: found 20 points stated and 12 lines of numbers; expected all of them.")]
    [InlineData("FIRSTX: 380\n{0}", "line 3: found 380 stated and 400 among the numbers; expected the same.")]
    [InlineData("12\t2\n{0}", "line 3, column 1: found position 12 before 400 and 402; expected steps of one size.")]
    [InlineData("{0}420\t7\n", "line 15, column 1: found position 420 after 422; expected strictly ascending or strictly")]
    [InlineData("{0}424\t1e39\n", "line 15, column 2: found '1e39'; expected a number of at most 3.4e38 in size")]
    [InlineData("{0}424,5\t1\n", "line 3: found commas that may be decimal commas, thousands or separators, as in '400\t0.0'")]
    public void What_is_wrong_is_named_with_its_place(string text, string message) =>
        Assert.Contains("a.txt, " + message,
            Refusal(File("Title: a\nby B\n" + text.Replace("{0}", InstrumentFiles.Rows("{0}\t{1:F1}")))));

    [Theory]
    [InlineData("{0}", "{0}\t{1}\t{2}", "line 3: found 3 columns of numbers without headings; expected a line above them that begins")]
    [InlineData("{0}\nend of scan\n", "{0},{2}", "line 3: found commas that may be decimal commas, thousands or separators, as in '400,")]
    [InlineData("Wavelength\tleaf\tdark\n{0}", "{0}\t{1}\t{2}", "line 3: found the columns 'leaf', 'dark'; expected one result; choose")]
    [InlineData("Wavelength\tAbs\tAbs\n{0}", "{0}\t{1}\t{2}", "line 3: found the columns 'Abs', 'Abs'; expected one result; choose")]
    [InlineData("Wavelength\tleaf\tleaf\n{0}", "{0}\t{1}\t{2}", "line 3: found the columns 'leaf', 'leaf'; expected each a name")]
    public void Columns_of_doubtful_meaning_are_refused(string text, string row, string message) =>
        Assert.Contains("a.txt, " + message, Refusal(File("Title: a\nby B\n" + text.Replace("{0}", InstrumentFiles.Rows(row)))));

    [Theory]
    [InlineData("sample,Zn (M),400,401.5,403\n{0}", "a{4},{0},{1},{2},{3}")]
    [InlineData("Zn (M),Cu,400,401.5,403\n{0}", "{0},{1},{2},{3},5")]
    [InlineData("# exported on a Monday\nZn (M),400,401.5,403\n{0}", "{0},{1},{2},{3}")]
    [InlineData("# axis: raman-shift\n{0}", "{0}\t{1}")]
    [InlineData("Wavenumber (cm-1);one;two\n{0}", "{0};{1};{2}")]
    [InlineData("Wavelength\tA\tdark\n{0}", "{0}\t{1}\t{2}")]
    [InlineData("# a note\nwavelength_nm,absorbance\n{0}", "{0},{1}")]
    [InlineData("{0}", "{0}\t{1}")]
    [InlineData("{0}", "{0}\t{1}\t{2}\t{3}")]
    [InlineData("Title: a\nleaf\t1\t2\n{0}", "{0}\t{1}\t{2}")] // the reader of instruments' text refuses it
    public void Tables_are_left_to_the_reader_of_tables(string text, string row) =>
        Assert.Equal("text", FormatCatalog.Of(File(text.Replace("{0}", InstrumentFiles.Rows(row)))).Slug);

    [Theory]
    [InlineData("wl;a\n{0}424;x\n", "line 14, column 2: found 'x'; expected a number such as 0.125 or 1.2e-3.")]
    [InlineData("fat;400;402\n{0}1;2;x\n", "line 14, column 3 ('402'): found 'x'")]
    public void Broken_tables_keep_their_messages(string text, string message) =>
        Assert.Contains("a.txt, " + message, Refusal(File(text.Replace(
            "{0}", InstrumentFiles.Rows(text[0] == 'w' ? "{0};{1}" : "{0};{1};{2}")))));

    [Fact]
    public void Headings_that_say_what_values_are_name_no_samples_in_tables_either()
    {
        SpectraBlock block = Assert.Single(Read("nm;A\n" + InstrumentFiles.Rows("{0};{1}")));
        Assert.Equal((AxisUnit.Nanometre, Ordinate.Absorbance), (block.Axis.Unit, block.Ordinate));
        Assert.Null(block.SampleIds);
        block = Assert.Single(Read("rel. 1/cm\tCCD cts\tCCD cts\n" + InstrumentFiles.Rows("{0}\t{1}\t{2}")));
        Assert.Equal((AxisUnit.RamanShift, Ordinate.Intensity, 2), (block.Axis.Unit, block.Ordinate, block.RowCount));
        Assert.Null(block.SampleIds);
    }

    [Fact]
    public void Names_that_look_like_positions_name_spectra_below_the_heading_of_an_axis()
    {
        SpectraBlock block = Assert.Single(Read("wl,d0001,d0002,d0003\n" + InstrumentFiles.Rows("{0},{1},{2},{3}")));
        Assert.Equal(["d0001", "d0002", "d0003"], block.SampleIds!);
        Assert.Equal((3, InstrumentFiles.Count), (block.RowCount, block.Axis.Count));
    }

    [Fact]
    public void Zero_bytes_behind_names_are_no_reason_to_refuse_a_text()
    {
        byte[] bytes = Encoding.ASCII.GetBytes(InstrumentFiles.Of("AvaSoft 7").Text.Replace("0804016U1- ", "0804016U1\0\0\0"));
        Assert.Equal(InstrumentFiles.Count, Assert.Single(DatasetFile.ReadBlocks(new FileContent("a.ttt", bytes))).Axis.Count);
    }

    [Fact]
    public void Files_are_joined_with_reference_values_by_their_names_and_what_was_taken_is_told_once()
    {
        string text = InstrumentFiles.Of("SpectraSuite").Text;
        (SpectralDataset data, ImportReport report) = SpectraImport.Of(
            [File(text, "leaf1.txt"), File(text, "leaf2.txt")], File("file,fat\nleaf2,2.5\nleaf1,1.5\n", "values.csv"),
            ReadingOptions.Default, resample: null, "leaves");
        Assert.Equal([1.5f, 2.5f], data.TargetColumn(0));
        Assert.Equal(["Of 2 files the axis has no unit and is taken for a wavelength in nm."], report.Notes);
    }

    private static IReadOnlyList<SpectraBlock> Read(string text) => DatasetFile.ReadBlocks(File(text));

    private static string Refusal(FileContent file, ReadingOptions? options = null) =>
        Assert.Throws<InvalidDatasetException>(() => DatasetFile.ReadBlocks(file, options)).Message;

    private static FileContent File(string text, string name = "a.txt") => new(name, Encoding.UTF8.GetBytes(text));
}
