using IonSweep.Formats.Blocks;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;
using Parquet;
using Parquet.Schema;

namespace IonSweep.Formats.Tests.Parquet;

public sealed class ParquetTests
{
    /// <summary>
    /// Written by hyparquet-writer 0.17.0: columns sample (text), "Fett (%)" (double, one missing), Wasser (integer), 900, 902.5, 905
    /// (float); five rows, compressed with Snappy.
    /// </summary>
    internal static byte[] OfHyparquet { get; } = Convert.FromBase64String(
        "UEFSMRUGFTYVNlwVChUAFQoVABUEFQAAAAMfGRABAAAAYQEFAGIBBShjAQAAAGQBAAAAZRUGFUQVOlwVChUCFQoVABUEFQAAAAMdIAAABQEE+D"
        + "8FBwgAAkAJCCQIQAAAAAAAABBAFQYVLBUwXBUKFQAVChUAFQQVAAAAAx8UTEYAAABHAAAASAAAAEkAAABKAAAAFQYVLBUwXBUKFQAVChUAFQQV"
        + "AAAAAx8UTM3MzD2uR+E9j8L1PbgeBT4pXA8+FQYVLBUwXBUKFQAVChUAFQQVAAAAAx8UTM3MTD49Clc+rkdhPh+Faz6PwnU+FQYVLBUwXBUKFQ"
        + "AVChUAFQQVAAAAAx8UTJqZmT5SuJ4+CtejPsP1qD57FK4+FQQZfEgEcm9vdBUMABUMJQIYBnNhbXBsZSUAABUKJQIYCEZldHQgKCUpABUCJQIY"
        + "Bldhc3NlcgAVCCUCGAM5MDAAFQglAhgFOTAyLjUAFQglAhgDOTA1ABYKGRwZbCYIHBUMGRUAGRgGc2FtcGxlFQIWChZgFmAmCDw2ACgBZRgBYQ"
        + "AZHBUGFQAVAgAAACZoHBUKGRUAGRgIRmV0dCAoJSkVAhYKFm4WZCZoPDYCKAgAAAAAAAAQQBgIAAAAAAAA+D82AAAZHBUGFQAVAgAAACbMARwV"
        + "AhkVABkYBldhc3NlchUCFgoWVhZaJswBPDYAKARKAAAAGARGAAAAABkcFQYVABUCAAAAJqYCHBUIGRUAGRgDOTAwFQIWChZWFlompgI8NgAoBC"
        + "lcDz4YBM3MzD02AAAZHBUGFQAVAgAAACaAAxwVCBkVABkYBTkwMi41FQIWChZWFlomgAM8NgAoBI/CdT4YBM3MTD42AAAZHBUGFQAVAgAAACba"
        + "AxwVCBkVABkYAzkwNRUCFgoWVhZaJtoDPDYAKAR7FK4+GASamZk+NgAAGRwVBhUAFQIAAAAWpgQWCjasBAAoCWh5cGFycXVldBlsHAAAHAAAHA"
        + "AAHAAAHAAAHAAAANgBAABQQVIx");

    [Fact]
    public void A_table_of_another_program_is_read_with_what_is_missing()
    {
        SpectraBlock block = Assert.Single(Read(OfHyparquet));
        Assert.Equal([900, 902.5, 905], block.Axis.Positions);
        Assert.Equal([0.1f, 0.2f, 0.3f, 0.11f, 0.21f], block.Spectra[..5]);
        Assert.Equal(["a", "b", "c", "d", "e"], block.SampleIds!);
        Assert.Equal(["Fett (%)", "Wasser"], block.Targets.Select(target => target.Header));
        Assert.Equal([1.5f, 70, float.NaN, 71, 2.25f, 72, 3, 73, 4, 74], block.TargetValues);
    }

    [Fact]
    public async Task Row_groups_integers_nullable_floats_and_columns_of_positions_are_read()
    {
        DataField x = new DataField<short>("wavenumber (cm-1)"), a = new DataField<float?>("a"), b = new DataField<long>("b");
        byte[] file = await WriteAsync([x, a, b], async group =>
        {
            await group.WriteAsync<short>(x, new short[] { 4000, 3990 });
            await group.WriteAsync<float>(a, new float?[] { 0.5f, 0.25f });
            await group.WriteAsync<long>(b, new long[] { 1, 2 });
        }, async group =>
        {
            await group.WriteAsync<short>(x, new short[] { 3980, 3970 });
            await group.WriteAsync<float>(a, new float?[] { 1, 2 });
            await group.WriteAsync<long>(b, new long[] { 3, 4 });
        });
        SpectraBlock block = Assert.Single(Read(file));
        Assert.Equal([4000, 3990, 3980, 3970], block.Axis.Positions);
        Assert.Equal(AxisUnit.Wavenumber, block.Axis.Unit);
        Assert.Equal([0.5f, 0.25f, 1, 2, 1, 2, 3, 4], block.Spectra);
        Assert.Equal(["a", "b"], block.SampleIds!);
    }

    [Fact]
    public async Task The_index_of_pandas_names_the_rows_and_a_missing_channel_is_told_with_its_row()
    {
        DataField one = new DataField<double?>("900"), two = new DataField<double>("901"), id = new DataField<string>("__index_level_0__");
        Func<ParquetRowGroupWriter, Task> Rows(double? second) => async group =>
        {
            await group.WriteAsync<double>(one, new double?[] { 1, second });
            await group.WriteAsync<double>(two, new double[] { 3, 4 });
            await group.WriteAsync(id, new string[] { "p", "q" });
        };
        Assert.Equal(["p", "q"], Assert.Single(Read(await WriteAsync([one, two, id], Rows(2)))).SampleIds!);
        byte[] missing = await WriteAsync([one, two, id], Rows(null));
        Assert.Contains("p.parquet, row 2, column 1 ('900'): found nothing; expected a number.",
            Assert.Throws<InvalidDatasetException>(() => Read(missing)).Message);
    }

    [Fact]
    public void Damage_is_named_with_its_place()
    {
        Assert.Contains("p.parquet, byte 722: found another end; expected the bytes PAR1",
            Assert.Throws<InvalidDatasetException>(() => Read(OfHyparquet[..^40])).Message);
        byte[] longer = [.. OfHyparquet];
        longer[12] = 0x7E; // values of the first page
        Assert.Contains("p.parquet, byte 4: found a page of", Assert.Throws<InvalidDatasetException>(() => Read(longer)).Message);
    }

    private static async Task<byte[]> WriteAsync(DataField[] fields, params Func<ParquetRowGroupWriter, Task>[] groups)
    {
        using MemoryStream stream = new();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream))
            foreach (Func<ParquetRowGroupWriter, Task> write in groups)
            {
                using ParquetRowGroupWriter group = writer.CreateRowGroup();
                await write(group);
            }
        return stream.ToArray();
    }

    private static IReadOnlyList<SpectraBlock> Read(byte[] bytes)
    {
        FileContent file = new("p.parquet", bytes);
        Assert.Equal("parquet", FormatCatalog.Of(file).Slug);
        return FormatCatalog.Of(file).Read(file, ReadingOptions.Default);
    }
}
