using IonSweep.Spectra;

namespace IonSweep.Learning.Inspection;

/// <summary>What one should have seen of spectra before training on them or predicting. N rows, C channels, T targets.</summary>
public sealed record DatasetInspection
{
    /// <summary>The spectra.</summary>
    public required UnlabelledSpectra Data { get; init; }

    /// <summary>For each target its value in every row; NaN where there is none.</summary>
    public required IReadOnlyList<float[]> Values { get; init; }

    /// <summary>All spectra together.</summary>
    public required SpectralEnvelope Envelope { get; init; }

    /// <summary>The targets, in the dataset's order; none for spectra alone.</summary>
    public required IReadOnlyList<TargetSummary> Targets { get; init; }

    /// <summary>T × T correlations of the targets; NaN where there is none.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Correlations { get; init; }

    /// <summary>Scatter among spectra of one sample; null without replicates.</summary>
    public required ReplicateScatter? Replicates { get; init; }

    /// <summary>Channels with the same value in every spectrum; none in a set of one row.</summary>
    public required IReadOnlyList<ChannelRange> DeadChannels { get; init; }

    /// <summary>Rows, from 0, with the same value in every channel.</summary>
    public required IReadOnlyList<int> ConstantRows { get; init; }

    /// <summary>Groups of rows, from 0, with the same spectrum.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Duplicates { get; init; }

    /// <summary>Spectra whose top is cut off.</summary>
    public required Saturation Saturation { get; init; }

    /// <summary>Spectra unlike the others; null with too few rows, or when all are equal.</summary>
    public required SpectralOutliers? Outliers { get; init; }

    /// <summary>What of all this a person should know, one sentence each; empty when nothing is remarkable.</summary>
    public IReadOnlyList<string> Warnings => InspectionWarnings.Of(this);

    /// <summary>Looks at a dataset.</summary>
    public static DatasetInspection Of(SpectralDataset data) => Of(
        UnlabelledSpectra.Of(data), data.Targets, [.. Enumerable.Range(0, data.Targets.Count).Select(data.TargetColumn)]);

    /// <summary>Looks at spectra whose targets are not known.</summary>
    public static DatasetInspection Of(UnlabelledSpectra data) => Of(data, [], []);

    private static DatasetInspection Of(UnlabelledSpectra data, IReadOnlyList<Target> targets, IReadOnlyList<float[]> columns)
    {
        SpectralEnvelope envelope = SpectralEnvelope.Of(data, [.. Enumerable.Range(0, data.RowCount)]);
        return new DatasetInspection
        {
            Data = data,
            Values = columns,
            Envelope = envelope,
            Targets = [.. targets.Zip(columns, TargetSummary.Of)],
            Correlations = TargetCorrelations.Of(columns),
            Replicates = ReplicateScatter.Of(data),
            DeadChannels = data.RowCount < 2 ? []
                : ChannelRange.Where(data.ChannelCount, c => envelope.Lowest[c] == envelope.Highest[c]),
            ConstantRows = EqualRows.Constant(data),
            Duplicates = EqualRows.Duplicates(data),
            Saturation = Saturation.Of(data),
            Outliers = SpectralOutliers.Of(data),
        };
    }
}
