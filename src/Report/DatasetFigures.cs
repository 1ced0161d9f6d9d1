using IonSweep.Charts.Figures;
using IonSweep.Learning.Inspection;

namespace IonSweep.Report;

/// <summary>Which figures a dataset's page has, in its order; those without numbers are left out.</summary>
public sealed record DatasetFigures
{
    /// <param name="inspection">The dataset.</param>
    /// <param name="target">Index of the target that colours the spectra, where there are targets.</param>
    public DatasetFigures(DatasetInspection inspection, int target)
    {
        Spectra = [new DatasetSpectraFigure(inspection, target)];
        Targets = inspection.Targets.Count > 0 ? [new TargetValuesFigure(inspection)] : [];
        Correlations = inspection.Targets.Count > 1 ? [new CorrelationFigure(inspection)] : [];
        Replicates = inspection.Replicates is null ? [] : [new ReplicateFigure(inspection)];
        Outliers = inspection.Outliers is null ? [] : [new OutlierFigure(inspection)];
    }

    /// <summary>The spectra.</summary>
    public IReadOnlyList<Figure> Spectra { get; }

    /// <summary>Histograms of the targets, where there are any.</summary>
    public IReadOnlyList<Figure> Targets { get; }

    /// <summary>Correlations of the targets, where there are several.</summary>
    public IReadOnlyList<Figure> Correlations { get; }

    /// <summary>Scatter among replicates, where there are any.</summary>
    public IReadOnlyList<Figure> Replicates { get; }

    /// <summary>Q and T², where there are rows enough.</summary>
    public IReadOnlyList<Figure> Outliers { get; }

    /// <summary>Every figure in the page's order.</summary>
    public IEnumerable<Figure> All => [.. Spectra, .. Targets, .. Correlations, .. Replicates, .. Outliers];
}
