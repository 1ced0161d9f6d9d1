using IonSweep.Formats;
using IonSweep.Learning.Selection;
using IonSweep.Spectra;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Splitting;
using IonSweep.Spectra.Streams;

namespace IonSweep.SearchBench;

/// <summary>The search of fold 0 of a file with seed 1, as the preset <c>search</c> does it: its rows and inner splits.</summary>
internal sealed class SearchCase
{
    private const long Seed = 1;
    private readonly int[] _samples;

    public SearchCase(string file)
    {
        SpectralDataset data = DatasetFile.Read(file);
        FoldSplit fold = MonteCarloSplitter.Split(data, Seed, 0);
        int[] rows = [.. fold.Training, .. fold.Validation];
        (int[] samples, _) = SampleNumbers.Of(data);
        _samples = [.. rows.Select(row => samples[row])];
        Channels = data.ChannelCount;
        Spectra = [.. rows.SelectMany(row => data.Spectrum(row).ToArray()).Select(value => (double)value)];
        Targets = [.. data.Targets.Select((_, t) => rows.Select(row => (double)data.TargetRow(row)[t]).ToArray())];
        Names = [.. data.Targets.Select(target => target.Slug)];
        Pipelines = UsualPipelines.For(Channels);
        Splits = InnerSplits.Of(_samples, Options.InnerFolds, Options.Repeats, StreamKeys.Of("inner-splits", Seed, 0));
    }

    public SearchOptions Options { get; } = new();

    /// <summary>R × C.</summary>
    public double[] Spectra { get; }

    public int Channels { get; }

    /// <summary>T × R.</summary>
    public double[][] Targets { get; }

    /// <summary>Slugs of the targets.</summary>
    public string[] Names { get; }

    public IReadOnlyList<IReadOnlyList<PreprocessingStep>> Pipelines { get; }

    public IReadOnlyList<InnerSplit> Splits { get; }

    public SearchSpectra NewSpectra() => new(Spectra, Channels, _samples, Pipelines);

    public PipelineSearch Search(SearchSpectra spectra, int target) => new(spectra, Targets[target], Splits, Options);
}
