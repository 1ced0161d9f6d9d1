using System.ComponentModel;
using IonSweep.Learning;
using IonSweep.Learning.Forward;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Strategies;

/// <summary>
/// E+flow: principal component scores of the training spectra as a conditional flow of their targets (<see cref="SpectralFlow"/>). A
/// generated spectrum is a measured one that went through the flow backwards, was moved there at random, and came forwards again at
/// targets between its own and those of a neighbour. A triangular map, each of whose coordinates is a cross-validated regression, and not
/// a network: what minimises the loss of a diffusion model can only give the training spectra again, and networks come near to that where
/// these are few (X. Gu et al., TMLR 2025, arXiv:2310.02664); calibrations have some tens or hundreds of them.
/// </summary>
internal sealed class FlowStrategy : IFittedStrategy
{
    private static readonly SpecSection Options = new(
        "flow", "strategy flow: spectra drawn from a conditional flow of their principal component scores", new FlowSpec());

    public string Slug => "flow";

    public string Name => "E+flow";

    public string Summary => "spectra drawn from a conditional flow of their principal component scores";

    public SpecSection Section => Options;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> DependsOn => [];

    public string Source => "scores";

    public bool ByDefault => false;

    public void Check(SweepSpec spec)
    {
        FlowSpec options = (FlowSpec)spec.Options(Options);
        SpecChecks.Amount("flow.perMeasured", options.PerMeasured);
        if (options.Novelty.Count == 0) throw SpecChecks.Invalid("flow.novelty", "expected one or more numbers, found none");
        foreach (double novelty in options.Novelty) SpecChecks.Between("flow.novelty", novelty, 0.0, 1.0);
        SpecChecks.Between("flow.components", options.Components, 1, 100);
        SpecChecks.Between("flow.neighbours", options.Neighbours, 1, 100_000);
    }

    /// <summary>With one novelty, the one in the middle, and linear: others are variants.</summary>
    public AugmentationChoice Trial(SweepSpec spec)
    {
        IReadOnlyList<double> novelty = ((FlowSpec)spec.Options(Options)).Novelty;
        return WithNovelty(spec, novelty[novelty.Count / 2]);
    }

    public IEnumerable<AugmentationChoice> Variants(SweepSpec spec)
    {
        FlowSpec options = (FlowSpec)spec.Options(Options);
        int middle = options.Novelty.Count / 2;
        foreach (double novelty in options.Novelty.Where((_, i) => i != middle)) yield return WithNovelty(spec, novelty);
        if (options.Terms == FlowShape.Found)
            yield return new(this, "products",
                spec.With(Options, options with { Novelty = [options.Novelty[middle]], Terms = FlowShape.Products }));
    }

    public SyntheticSet Generate(FittedGenerationTask task)
    {
        FlowSpec options = (FlowSpec)task.Spec.Options(Options);
        bool[] shapes = options.Terms switch
        {
            FlowShape.Linear => [false],
            FlowShape.Products => [true],
            _ => [false, true],
        };
        (bool Products, double Novelty)[] ways =
            [.. shapes.SelectMany(products => options.Novelty.Select(novelty => (products, novelty)))];
        return Fit(task, options)(InnerTrials.Best(task, ways, ErrorUnit.First, inner => Fit(inner, options)));
    }

    /// <summary>What generates a set.</summary>
    private Func<(bool Products, double Novelty), SyntheticSet> Fit(FittedGenerationTask task, FlowSpec options)
    {
        Dictionary<bool, SpectralFlow> flows = [];
        return way =>
        {
            if (!flows.TryGetValue(way.Products, out SpectralFlow? flow))
                flows.Add(way.Products, flow = SpectralFlow.Fit(
                    RowSet.All(task.TrainingSpectra()), task.TrainingTargets(), task.TrainingSamples(),
                    new FlowOptions { Components = options.Components, Neighbours = options.Neighbours, Products = way.Products },
                    StreamKeys.Of("flow-parts", task.Spec.Seed, task.Fold), task.Cancellation));
            SyntheticSpectra drawn = flow.Draw(task.Bases(options.PerMeasured), way.Novelty, task.Draws(this), task.Cancellation);
            return task.SetOf(drawn.Spectra, drawn.Targets);
        };
    }

    private AugmentationChoice WithNovelty(SweepSpec spec, double novelty) => new(this, $"novelty {SpecChecks.Text(novelty)}",
        spec.With(Options, Linear((FlowSpec)spec.Options(Options)) with { Novelty = [novelty] }));

    private static FlowSpec Linear(FlowSpec options) =>
        options.Terms == FlowShape.Found ? options with { Terms = FlowShape.Linear } : options;
}

/// <summary>Options of the strategy <c>flow</c>.</summary>
public sealed record FlowSpec
{
    /// <summary>Generated spectra for each measured one, 0.5 to 10. Default 1.</summary>
    [Description("generated spectra for each measured one, 0.5 to 10")]
    public double PerMeasured { get; init; } = 1;

    /// <summary>
    /// How new a spectrum is beside the measured one that it is drawn from, from 0 (what targets do not explain stays as it is) to 1 (it is
    /// drawn anew), of which an inner cross-validation chooses one; a single one is taken as it is. Default 0, 0.5 and 1.
    /// </summary>
    [Description("0 keeps what targets do not explain, 1 draws it anew; an inner cross-validation chooses from these")]
    public IReadOnlyList<double> Novelty { get; init; } = [0, 0.5, 1];

    /// <summary>
    /// What scores may depend on. Default found: linear terms alone or products too, chosen with the novelty. Products follow what is
    /// curved and scatter that multiplies spectra; they cost precision where spectra add up.
    /// </summary>
    [Description("found (an inner cross-validation chooses), linear (targets and scores) or products (of two of these too)")]
    public FlowShape Terms { get; init; } = FlowShape.Found;

    /// <summary>Most principal components, 1 to 100; what they leave of the measured spectrum stays. Default 20.</summary>
    [Description("most principal components")]
    public int Components { get; init; } = 20;

    /// <summary>New targets lie between those of a training row and of so many nearest others. Default 10.</summary>
    [Description("nearest target combinations that new ones lie between")]
    public int Neighbours { get; init; } = 10;
}

/// <summary>What scores may depend on.</summary>
public enum FlowShape
{
    /// <summary>What an inner cross-validation chooses.</summary>
    Found,

    /// <summary>Targets and earlier scores.</summary>
    Linear,

    /// <summary>Products of two of these too.</summary>
    Products,
}
