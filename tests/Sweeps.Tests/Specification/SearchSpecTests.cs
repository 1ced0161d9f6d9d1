using System.Text.RegularExpressions;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Tests.Specification;

/// <summary>The section <c>search</c> of specs.</summary>
public partial class SearchSpecTests
{
    [Fact]
    public void Every_example_of_the_documentation_is_read_and_resolved()
    {
        string page = File.ReadAllText(Path.Combine(RepositoryPath, "docs", "search.md"));
        SweepSpec[] specs = [.. Example().Matches(page).Select(match => SpecReader.Read(match.Groups[1].Value, "docs/search.md"))];
        Assert.True(specs.Length >= 2);
        Assert.All(specs, spec => SpecResolver.Resolve(spec, SampleDatasets.Linear(channels: 60)));
        Assert.Contains(specs, spec => SearchSpec.Of(spec).Pipelines is [[], [StandardNormalVariate], ..]);
        string[] used = [.. specs.SelectMany(spec => SearchSpec.Of(spec).Pipelines).SelectMany(steps => steps).Select(step => step.Kind)];
        Assert.Empty(PreprocessingCatalog.All.Select(step => step.Kind).Except(used).Except(["none"])); // every kind is shown
    }

    [Fact]
    public void Every_regression_is_named_in_help_and_documentation()
    {
        string page = File.ReadAllText(Path.Combine(RepositoryPath, "docs", "search.md")),
            help = SpecWriter.ToYaml(SpecPresets.Get("search"));
        Assert.All(IonSweep.Learning.Selection.RegressionMethods.All, method =>
        {
            Assert.Contains($"| `{method.Slug}` |", page);
            Assert.Contains(method.Slug, help);
        });
    }

    [Theory]
    [InlineData("pipelines: [[], [{kind: snv}], [{kind: savitzkyGolay, window: 10}]]", "search.pipelines[2][0].window", "odd")]
    [InlineData("pipelines: [[{kind: snv}, {kind: detrend, degree: 9}]]", "search.pipelines[0][1].degree", "0 to 6")]
    [InlineData("pipelines: [[{kind: snv}, {kind: vip, threshold: -1}]]", "search.pipelines[0][1].threshold", "0 to 10")]
    [InlineData("pipelines: [[], [{kind: savitzkyGolay, windw: 11}]]", "search.pipelines[1][0].windw", "window")]
    [InlineData("pipelines: [[], [{kind: snw}]]", "search.pipelines[1][0].kind", "snv")]
    [InlineData("pipelines: [{kind: snv}]", "search.pipelines[0]", "list")]
    [InlineData("methods: [pls, lasso]", "search.methods", "kernel-ridge")]
    [InlineData("innerFolds: 1", "search.innerFolds", "2")]
    public void A_search_that_cannot_be_is_refused_by_field(string search, string field, string expected)
    {
        InvalidSpecException error = Assert.Throws<InvalidSpecException>(() => SpecReader.Read($"preset: search\nsearch: {{{search}}}"));
        Assert.Equal(field, error.Field);
        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void A_window_that_is_wider_than_the_spectra_is_refused_when_the_data_are_known()
    {
        SweepSpec spec = SpecReader.Read("preset: search\nsearch: {pipelines: [[], [{kind: savitzkyGolay, window: 61}]]}");
        InvalidSpecException error = Assert.Throws<InvalidSpecException>(
            () => SpecResolver.Resolve(spec, SampleDatasets.Linear(channels: 60)));
        Assert.Equal("search.pipelines[1][0].window", error.Field);
        Assert.Contains("60 channels", error.Message);
        // A model that does not search has no use for the section.
        SpecResolver.Resolve(spec with { Models = ["pls"] }, SampleDatasets.Linear(channels: 60));
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    private static string RepositoryPath => typeof(SearchSpecTests).Assembly
        .GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false)
        .Cast<System.Reflection.AssemblyMetadataAttribute>().Single(one => one.Key == "RepositoryPath").Value!;
}
