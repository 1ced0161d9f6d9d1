using IonSweep.Spectra.Storage;

namespace IonSweep.Spectra.Tests.Storage;

public class DatasetArtifactTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reads_back_every_part_of_a_dataset(bool grouped)
    {
        SpectralDataset random = SampleData.Random(6, samples: grouped ? ["a", "a", "b", "c \"x\"", "c \"x\"", "ü"] : null);
        SpectralDataset data = new("corn", new DatasetOrigin(false, "corn.csv"), [1100, 1102.25, 1104, 1106],
            [new Target("Zn²⁺", "M"), new Target("pH", "")],
            random.Spectra.ToArray(), random.TargetValues.ToArray(), random.SampleIds);
        DatasetArtifact artifact = DatasetArtifact.Of(data);
        DatasetArtifact read = DatasetArtifact.Read(artifact.Bytes, sha256: artifact.Sha256);
        Assert.Equal(artifact.Sha256, read.Sha256);
        Assert.Equal(data.Name, read.Data.Name);
        Assert.Equal(data.Origin, read.Data.Origin);
        Assert.Equal(data.Wavelengths, read.Data.Wavelengths);
        Assert.Equal(data.Targets, read.Data.Targets);
        Assert.Equal(data.SampleIds, read.Data.SampleIds);
        Assert.Equal(data.Spectra.ToArray(), read.Data.Spectra.ToArray());
        Assert.Equal(data.TargetValues.ToArray(), read.Data.TargetValues.ToArray());
    }

    [Fact]
    public void Identity_is_a_function_of_the_whole_dataset()
    {
        SpectralDataset data = SampleData.Random(4);
        string sha256 = DatasetArtifact.Of(data).Sha256;
        Assert.Equal(sha256, DatasetArtifact.Of(SampleData.Random(4)).Sha256);
        Assert.NotEqual(sha256, DatasetArtifact.Of(SampleData.Random(4, seed: 2)).Sha256);
        Assert.NotEqual(sha256, DatasetArtifact.Of(SampleData.Random(4, samples: ["a", "b", "c", "d"])).Sha256);
        Assert.NotEqual(sha256, DatasetArtifact.Of(new SpectralDataset(
            data.Name, new DatasetOrigin(false, "test"), data.Wavelengths, data.Targets, data.Spectra.ToArray(),
            data.TargetValues.ToArray())).Sha256);
    }

    [Fact]
    public void Another_dataset_another_kind_and_altered_bytes_are_refused()
    {
        DatasetArtifact artifact = DatasetArtifact.Of(SampleData.Random(4));
        Assert.Contains("is another dataset", Assert.Throws<DamagedArtifactException>(
            () => DatasetArtifact.Read(artifact.Bytes, sha256: new string('0', 64))).Message, StringComparison.Ordinal);
        byte[] altered = artifact.Bytes.ToArray();
        altered[^1] ^= 4;
        Assert.Contains("was altered", Assert.Throws<DamagedArtifactException>(() => DatasetArtifact.Read(altered)).Message,
            StringComparison.Ordinal);
        byte[] model = SafetensorsFile.Write(
            [SafetensorsTensor.Of("w", [1], new float[1])], new Dictionary<string, string> { ["kind"] = "mlp" });
        Assert.Contains("its kind is 'mlp'", Assert.Throws<DamagedArtifactException>(() => DatasetArtifact.Read(model)).Message,
            StringComparison.Ordinal);
        byte[] incomplete = SafetensorsFile.Write(
            [SafetensorsTensor.Of("wavelengths", [1], new double[] { 1 }),
                SafetensorsTensor.Of("spectra", [1, 1], new float[] { float.NaN }), SafetensorsTensor.Of("targets", [1, 1], new float[1])],
            new Dictionary<string, string>
            {
                ["kind"] = "spectral-dataset",
                ["version"] = "1",
                ["name"] = "n",
                ["simulated"] = "true",
                ["origin"] = "o",
                ["targets"] = """[{"name":"Zn","unit":"M"}]""",
            });
        Assert.Contains("row 1", Assert.Throws<DamagedArtifactException>(() => DatasetArtifact.Read(incomplete)).Message,
            StringComparison.Ordinal);
    }
}
