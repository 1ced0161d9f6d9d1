using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Service;

/// <summary>How much work items are, beside each other: only for estimates of time.</summary>
internal static class WorkCost
{
    private const double FewPasses = 0.01; // of a calibration, instead of hundreds of epochs

    /// <summary>Items of one kind take about as long: reference and augmented cells of each family, generators, sets, trust.</summary>
    public static string KindOf(WorkItem item) =>
        $"{item.Kind} {item.Model} {(item.Strategy == StrategyCatalog.Reference.Slug ? "" : "augmented")}";

    /// <summary>An item trains networks, epoch by epoch; others are computed at once.</summary>
    public static bool HasEpochs(WorkItem item) => item.Kind == WorkKind.Generator
        || (item.Kind is WorkKind.Cell or WorkKind.MultiTarget && ModelCatalog.Get(item.Model).Networks.Count > 0);

    /// <summary>Multiplications for each training spectrum, relative to other kinds.</summary>
    public static double Of(WorkItem item, SweepDefinition definition)
    {
        // An epoch's multiplications alone: epochs to the end are alike, and a calibration has one.
        SweepSpec spec = definition.Spec;
        int channels = definition.Facts.Wavelengths.Count, targets = definition.Facts.Targets.Count;
        double network = ModelCatalog.Mlp.Cost(spec, channels, targets);
        switch (item.Kind)
        {
            case WorkKind.Generator:
                return StrategyCatalog.Generator(item.Generator).Cost(spec, channels, targets);
            case WorkKind.SyntheticSet:
                double generator = StrategyCatalog.Get(item.Strategy) is IGeneratorStrategy drawn
                    ? drawn.Generator.Cost(spec, channels, targets) : network;
                return FewPasses * (generator + targets * network);
            case WorkKind.Trust:
                return FewPasses * network;
            case WorkKind.Search or WorkKind.SearchBatch:
                return FewPasses * SearchSpec.Of(spec).Cost(channels);
            default:
                IModelFamily family = ModelCatalog.Get(item.Model);
                double once = family.Cost(spec, channels, targets) * (family.Networks.Count > 0 ? 1 : FewPasses);
                return (item.Strategy == StrategyCatalog.Reference.Slug ? 1 : 2) * once;
        }
    }
}
