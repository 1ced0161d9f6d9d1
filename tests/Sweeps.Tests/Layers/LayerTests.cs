using System.Reflection;
using System.Xml.Linq;
using IonSweep.Layers;
using IonSweep.Learning;
using IonSweep.Spectra;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Tests.Layers;

/// <summary>
/// Arrows go one way: a layer knows those before it, and nothing of those behind. A new folder or project takes its place here.
/// </summary>
public sealed class LayerTests
{
    /// <summary>Folders of src/Sweeps.</summary>
    private static readonly string[] Folders =
    [
        "Errors", "Serialization", "Storage", "Specification", "Generators", "Strategies", "Models", "Resolution", "Planning", "State",
        "Artifacts",
        "Results", "Statistics", "Trust", "Execution", "Aggregation", "Reporting", "Deployment", "Service",
    ];

    /// <summary>Projects of src.</summary>
    private static readonly string[] Projects =
    [
        "Spectra", "Formats", "Learning", "Learning.Gpu", "Learning.Torch", "Sweeps", "Charts", "Report", "Web", "Client",
        "Grains.Interfaces", "Grains", "Storage.Azure", "Silo",
    ];

    private static readonly string Root = typeof(LayerTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "RepositoryPath").Value!;

    [Fact]
    public void Types_of_a_folder_of_sweeps_use_those_of_folders_before_it_alone() =>
        FolderLayers.Check(typeof(SweepSpec).Assembly, "IonSweep.Sweeps", Folders);

    [Fact]
    public void Types_of_a_folder_of_spectra_use_those_of_folders_before_it_alone() => FolderLayers.Check(
        typeof(SpectralDataset).Assembly, "IonSweep.Spectra",
        "Axes", ".", "Streams", "Numerics", "Formulas", "Simulation", "Splitting", "Scaling", "Preprocessing", "Conversion",
        "Storage");

    [Fact]
    public void Types_of_a_folder_of_learning_use_those_of_folders_before_it_alone() => FolderLayers.Check(
        typeof(Matrix).Assembly, "IonSweep.Learning",
        ".", "Multivariate", "Inspection", "Calibration", "Selection", "Forward", "Trust", "Networks", "Tasks", "Training", "Groups",
        "Cpu");

    [Fact]
    public void The_reader_of_compiled_code_sees_what_methods_use()
    {
        Assert.Contains(typeof(Sweeps.Storage.SweepPaths), UsedTypes.Of(typeof(Sweeps.Service.StoredSweeps))); // called in async code
        Assert.Contains(typeof(Sweeps.Errors.InvalidSpecException), UsedTypes.Of(typeof(Sweeps.Resolution.SpecReader))); // thrown
        Assert.Contains(typeof(Sweeps.Results.CellResult), UsedTypes.Of(typeof(Sweeps.Results.SweepResults))); // in a list
    }

    [Fact]
    public void Projects_refer_to_those_before_them_alone()
    {
        string[] found = [.. Directory.GetDirectories(Path.Combine(Root, "src")).Select(folder => Path.GetFileName(folder)!)];
        Assert.Equal(Projects.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        foreach (string project in Projects)
            foreach (XElement reference in XDocument.Load(Path.Combine(Root, "src", project, $"{project}.csproj"))
                .Descendants("ProjectReference"))
            {
                string used = Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'));
                Assert.True(Array.IndexOf(Projects, used) < Array.IndexOf(Projects, project) && Projects.Contains(used),
                    $"{project} → {used}");
            }
    }
}
