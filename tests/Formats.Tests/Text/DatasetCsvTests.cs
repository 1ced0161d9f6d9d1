using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IonSweep.Formats.Blocks;
using IonSweep.Formats.Text;
using IonSweep.Spectra;

namespace IonSweep.Formats.Tests.Text;

public class DatasetCsvTests
{
    private static SpectralDataset Read(string csv) => Read(Encoding.UTF8.GetBytes(csv), "set.csv");

    private static SpectralDataset Read(byte[] csv, string name) => DatasetFile.Read(new FileContent(name, csv));

    private static SpectralDataset Sample(bool simulated) => new(
        "random", new DatasetOrigin(simulated, "test"), [400, 401, 402], [new Target("T", "M"), new Target("U", "")],
        [0.1f, 0.2f, 0.3f, -1, -2, -3], [7, 8, 9, 10]);

    private static byte[] Written(SpectralDataset data)
    {
        MemoryStream stream = new();
        DatasetCsvWriter.Write(data, stream);
        return stream.ToArray();
    }

    [Fact]
    public void Reads_samples_targets_with_units_and_channels()
    {
        SpectralDataset data =
            Read("sample,Zn2+ (M),Starch (%),pH,1100,1102.5\na,0.5,60.1,7,0.25,-1e-3\n\na,0.5,60.2,7,1,2\r\nb,0,61,+6.5, 3 ,.5");
        Assert.Equal("set", data.Name);
        Assert.Equal(new DatasetOrigin(false, "set.csv"), data.Origin);
        Assert.Equal(["a", "a", "b"], data.SampleIds!);
        Assert.Equal([new Target("Zn2+", "M"), new Target("Starch", "%"), new Target("pH", "")], data.Targets);
        Assert.Equal([1100, 1102.5], data.Wavelengths);
        Assert.Equal([0.25f, -1e-3f, 1, 2, 3, 0.5f], data.Spectra.ToArray());
        Assert.Equal([0.5f, 60.1f, 7, 0.5f, 60.2f, 7, 0, 61, 6.5f], data.TargetValues.ToArray());
    }

    [Theory]
    [InlineData("\uFEFFT (M),400\n1,2\n")] // byte order mark
    [InlineData("\uFEFF# a note\n# another, \"with a quote\nT (M),400\n1,2\n")]
    [InlineData("\"T (M)\",\"400\"\n\"1\",\"2\"\n")]
    public void Reads_what_spreadsheets_write(string csv)
    {
        SpectralDataset data = Read(csv);
        Assert.Equal([new Target("T", "M")], data.Targets);
        Assert.Equal([2f], data.Spectra.ToArray());
        Assert.Null(data.SampleIds);
        Assert.False(data.Origin.IsSimulated);
    }

    [Fact]
    public void Real_near_infrared_file_header_is_understood()
    {
        SpectralDataset data =
            Read("sample,Moisture (%),Oil (%),Protein (%),Starch (%),1100,1102\n1,10.448,3.687,8.746,64.838,0.0444948,0.0443834\n");
        Assert.Equal(["moisture", "oil", "protein", "starch"], data.Targets.Select(t => t.Slug));
    }

    [Fact]
    public void Simulated_data_stays_called_simulated()
    {
        SpectralDataset data = Sample(simulated: true);
        Assert.StartsWith("# simulated: test\n", Encoding.UTF8.GetString(Written(data)), StringComparison.Ordinal);
        Assert.Equal(data.Origin, Read(Written(data), "x.csv").Origin);
    }

    [Fact]
    public void Every_finite_float_survives_a_round_trip_exactly() => Prop.ForAll<int[], bool>((bits, grouped) =>
    {
        float[] values = [.. bits.Select(BitConverter.Int32BitsToSingle).Where(float.IsFinite), 0f, -0f, float.MaxValue, float.Epsilon];
        string[]? samples = grouped ? [.. values.Select((_, i) => $"s{i / 2}")] : null;
        SpectralDataset data = new("x", new DatasetOrigin(false, "x.csv"), [1], [new Target("T", "M")], values, [.. values.Reverse()],
            samples);
        SpectralDataset read = Read(Written(data), "x.csv");
        return Same(read.Spectra, data.Spectra) && Same(read.TargetValues, data.TargetValues)
            && (samples is null ? read.SampleIds is null : read.SampleIds!.SequenceEqual(samples));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Names_units_wavelengths_and_ids_survive_a_round_trip() =>
        Prop.ForAll<Tuple<NonEmptyString, string>, double[], NonEmptyString>((target, positions, id) =>
    {
        (NonEmptyString name, string unit) = target;
        if (new[] { name.Get, unit ?? "", id.Get }.Any(text => text.Any(c => char.IsSurrogate(c) || c == '\0'))
            || string.IsNullOrWhiteSpace(id.Get)) return true;
        double[] wavelengths = [.. positions.Where(double.IsFinite).Append(1).Distinct().Order()];
        SpectralDataset data;
        byte[] csv;
        try
        {
            data = new("x", new DatasetOrigin(false, "x.csv"), wavelengths, [new Target(name.Get, unit ?? "")],
                new float[wavelengths.Length], [1], [id.Get]);
            csv = Written(data);
        }
        catch (Exception e) when (e is ArgumentException or InvalidDatasetException)
        {
            return true; // refused with a reason: nothing was lost silently
        }
        SpectralDataset read = Read(csv, "x.csv");
        return read.Targets.SequenceEqual(data.Targets) && read.Wavelengths.SequenceEqual(wavelengths)
            && read.SampleIds!.SequenceEqual(data.SampleIds!);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("Zn, total \"free\"", "mol/L")]
    [InlineData("Zn (II)", "")]
    [InlineData("Zn (II)", "M (nominal)")]
    [InlineData("#1", "M")]
    [InlineData("Zn²⁺", "µM")]
    public void Unusual_target_names_survive(string name, string unit)
    {
        SpectralDataset data = new("x", new DatasetOrigin(false, "x.csv"), [1], [new Target(name, unit)], [1], [1]);
        Assert.Equal(data.Targets, Read(Written(data), "x.csv").Targets);
    }

    [Fact]
    public void A_sample_whose_space_would_be_lost_is_refused()
    {
        SpectralDataset data = new("x", new DatasetOrigin(false, "x.csv"), [1], [new Target("a", "")], [1], [1], ["a "]);

        Assert.Contains("'a ' begins or ends with a space", Assert.Throws<InvalidDatasetException>(() => Written(data)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sample", "")]
    [InlineData("550", "")]
    [InlineData(" Zn", "M")]
    public void Names_that_would_be_read_as_something_else_are_refused(string name, string unit)
    {
        SpectralDataset data = new("x", new DatasetOrigin(false, "x.csv"), [1], [new Target(name, unit)], [1], [1]);
        Assert.Contains("cannot be written as CSV", Assert.Throws<InvalidDatasetException>(() => Written(data)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    // Numbers.
    [InlineData("T,400,401\n1,2,3\n1,abc,3\n",
        "set.csv, line 3, column 2 ('400'): found 'abc'; expected a number such as 0.125 or 1.2e-3.")]
    [InlineData("T,400,401\n1,2,3\n1,NaN,3\n", "set.csv, line 3, column 2 ('400'): found 'NaN'; expected a finite number.")]
    [InlineData("T,400,401\n1,2,-Infinity\n", "set.csv, line 2, column 3 ('401'): found '-Infinity'; expected a finite number.")]
    [InlineData("T,400,401\n1,2,1e39\n",
        "set.csv, line 2, column 3 ('401'): found '1e39'; expected a number of at most 3.4e38 in size, what a 32-bit float holds.")]
    [InlineData("T,400\n1,\"0,5\"\n",
        "set.csv, line 2, column 2 ('400'): found '0,5'; expected a number such as 0.125 or 1.2e-3.")]
    [InlineData("T (M),400\n1,2\nx,2\n",
        "set.csv, line 3, column 1 ('T (M)'): found 'x'; expected a number such as 0.125 or 1.2e-3.")]
    [InlineData("T,400\n1,0x10\n",
        "set.csv, line 2, column 2 ('400'): found '0x10'; expected a number such as 0.125 or 1.2e-3.")]
    // Shape.
    [InlineData("T,400,401\n1,2\n",
        "set.csv, line 2, column 3 ('401'): found a row of 2 values; expected 3, as in the header.")]
    [InlineData("T,400,401\n1,2,3\n1,2,3,4\n", "set.csv, line 3, column 4: found a row of 4 values; expected 3, as in the header.")]
    [InlineData("", "set.csv is empty; expected spectra.")]
    [InlineData("# simulated: x\n", "set.csv is empty; expected a header with positions, then one line per spectrum.")]
    [InlineData("T,400\n", "set.csv has a header but no spectrum; expected one line per spectrum.")]
    [InlineData("sample,T,400\n,1,2\n", "set.csv, line 2, column 1 ('sample'): found no sample id; expected one in every row.")]
    // Header.
    [InlineData("T,400,400\n1,2,3\n",
        "set.csv, line 1, column 3: found position 400 a second time; expected distinct positions.")]
    [InlineData("T,401,400.5,400.7\n1,2,3,4\n",
        "set.csv, line 1, column 4: found position 400.7 after 400.5; expected strictly ascending or strictly descending positions.")]
    [InlineData("T,400,NaN\n1,2,3\n", "set.csv, line 1, column 3: found 'NaN'; expected a finite position or a target's name.")]
    [InlineData("400,401\n1,2\n",
        "set.csv holds spectra without targets. Join them with reference values: "
            + "ionsweep data import FILES --references TABLE --id COLUMN.")]
    [InlineData("sample,400,401\na,1,2\n",
        "set.csv holds spectra without targets. Join them with reference values: "
            + "ionsweep data import FILES --references TABLE --id COLUMN.")]
    [InlineData("sample,T\na,1\n",
        "set.csv, line 1, column 2: found no channel column; expected columns whose headers are positions, such as '302', 'X4000' or "
            + "'900 nm', or positions down the first column.")]
    [InlineData("Zn2+,Zn2,400\n1,2,3\n",
        "Dataset 'set' has targets 'Zn2+' and 'Zn2', which share the key 'zn2'; rename one.")]
    [InlineData("T,++,400\n1,2,3\n", "set.csv, line 1, column 2: found '++'; expected a target's name with at least one letter or digit.")]
    // Lines are counted as an editor counts them.
    [InlineData("# simulated: x\n# y\nT,400\n1,2\n\n1,z\n",
        "set.csv, line 6, column 2 ('400'): found 'z'; expected a number such as 0.125 or 1.2e-3.")]
    [InlineData("sample,T,400\n\"a\nb\",1,2\nc,1,z\n",
        "set.csv, line 4, column 3 ('400'): found 'z'; expected a number such as 0.125 or 1.2e-3.")]
    public void Rejected_input_says_where_what_and_what_was_expected(string csv, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDatasetException>(() => Read(csv)).Message);

    [Theory]
    [InlineData("T,400\n1,\"2\n")]
    [InlineData("T,400\n1,2\"3\n")]
    public void Broken_quotes_name_file_and_line(string csv) =>
        Assert.StartsWith("set.csv, line 2", Assert.Throws<InvalidDatasetException>(() => Read(csv)).Message, StringComparison.Ordinal);

    [Fact]
    public void Files_are_written_whole_and_read_by_name()
    {
        string folder = Directory.CreateTempSubdirectory("ionsweep-csv-").FullName;
        try
        {
            SpectralDataset data = Sample(simulated: false);
            string path = Path.Combine(folder, "corn.csv");
            DatasetCsvWriter.WriteFile(data, path);
            Assert.Equal([path], Directory.GetFiles(folder));
            SpectralDataset read = DatasetFile.Read(path);
            Assert.Equal("corn", read.Name);
            Assert.Equal(data.Spectra.ToArray(), read.Spectra.ToArray());
            Assert.StartsWith(
                Path.Combine(folder, "no.csv") + " cannot be read: ",
                Assert.Throws<InvalidDatasetException>(() => DatasetFile.Read(Path.Combine(folder, "no.csv"))).Message,
                StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file()
    {
        string folder = Directory.CreateTempSubdirectory("ionsweep-csv-").FullName;
        try
        {
            string path = Path.Combine(folder, "x.csv");
            File.WriteAllText(path, "old");
            SpectralDataset unwritable = new("x", new DatasetOrigin(false, "x"), [1], [new Target("550", "")], [1], [1]);
            Assert.Throws<InvalidDatasetException>(() => DatasetCsvWriter.WriteFile(unwritable, path));
            Assert.Equal("old", File.ReadAllText(path));
            Assert.Equal([path], Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool Same(ReadOnlyMemory<float> a, ReadOnlyMemory<float> b) =>
        a.ToArray().Select(BitConverter.SingleToInt32Bits).SequenceEqual(b.ToArray().Select(BitConverter.SingleToInt32Bits));
}
