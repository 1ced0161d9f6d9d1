using IonSweep.Formats.Blocks;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;
using IonSweep.Spectra.Storage;

namespace IonSweep.Formats.Artifacts;

/// <summary>Datasets as this product keeps them: nothing of axis, ordinate and samples is lost.</summary>
internal sealed class DatasetArtifactFormat : IDatasetFormat
{
    public string Slug => "safetensors";

    public string Description => "IonSweep dataset (.safetensors)";

    public IReadOnlyList<string> Extensions => [".safetensors"];

    public bool Recognises(FileContent file) => file.Bytes.Length > 10 && file.Bytes.Span[8] == (byte)'{'
        && file.Bytes.Span[5..8].SequenceEqual(new byte[3]);

    public IReadOnlyList<SpectraBlock> Read(FileContent file, ReadingOptions options)
    {
        try
        {
            SpectralDataset data = DatasetArtifact.Read(file.Bytes, file.Name).Data;
            return
            [
                new SpectraBlock
                {
                    Axis = new SpectralAxis(data.AxisUnit, data.Wavelengths),
                    Ordinate = data.Ordinate,
                    Spectra = data.Spectra.ToArray(),
                    SampleIds = data.SampleIds,
                    Targets = data.Targets,
                    TargetValues = data.TargetValues.ToArray(),
                    SimulatedBy = data.Origin.IsSimulated ? data.Origin.Description : null,
                },
            ];
        }
        catch (DamagedArtifactException e)
        {
            throw new InvalidDatasetException(e.Message, e);
        }
    }
}
