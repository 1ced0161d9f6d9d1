using System.Text;
using IonSweep.Spectra;

namespace IonSweep.Formats.Tests.Text;

public sealed class UnlabelledSpectraTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ionsweep-unlabelled-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("400,410,420\n1,2,3\n4,5,6\n")]
    [InlineData("Cu2+ (M),400,410,420\n,1,2,3\nunknown,4,5,6\n")]
    public void Targets_may_be_missing_and_are_not_looked_at(string csv)
    {
        UnlabelledSpectra spectra = Read(csv);
        Assert.Equal([400, 410, 420], spectra.Wavelengths);
        Assert.Equal([1f, 2, 3, 4, 5, 6], spectra.Spectra);
        Assert.Null(spectra.SampleIds);
    }

    [Fact]
    public void Samples_and_simulated_origin_are_kept()
    {
        UnlabelledSpectra spectra = Read("# simulated: test, seed 1\nsample,400\na,1\nb,2\n");
        Assert.Equal(["a", "b"], spectra.SampleIds);
        Assert.True(spectra.Origin.IsSimulated);
    }

    [Theory]
    [InlineData("400,410\n1,x\n", "line 2, column 2 ('410'): found 'x'")]
    [InlineData("Cu2+ (M)\n1\n", "no channel column")]
    [InlineData("400,410\n", "no spectrum")]
    public void Bad_tables_are_refused_with_line_and_column(string csv, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDatasetException>(() => Read(csv)).Message);

    [Fact]
    public void Resampling_is_exact_for_straight_spectra_and_keeps_channels_that_are_shared()
    {
        UnlabelledSpectra spectra = new("s", new DatasetOrigin(false, "s"), [400, 401, 404], [0, 1, 4, 7, 5, -1], null);
        UnlabelledSpectra resampled = spectra.Resampled([400, 400.5, 401, 403, 404]);
        Assert.Equal([0f, 0.5f, 1, 3, 4, 7, 6, 5, 1, -1], resampled.Spectra);
        Assert.Contains("nothing is extrapolated", Assert.Throws<InvalidDatasetException>(() => spectra.Resampled([400, 405])).Message);
    }

    private UnlabelledSpectra Read(string csv)
    {
        string path = Path.Combine(_folder, "new.csv");
        System.IO.File.WriteAllBytes(path, Encoding.UTF8.GetBytes(csv));
        return DatasetFile.ReadSpectra(path);
    }
}
