using System.Runtime.Versioning;

namespace IonSweep.Client.Tests.Walks;

/// <summary>
/// The walks of examples/ that need this program alone; that of the cluster is a test of Cluster.Tests, that in C# of PackageTests.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class ExampleTests
{
    private static readonly Dictionary<string, string> Programs =
        new() { ["ionsweep"] = Path.Combine(AppContext.BaseDirectory, "ionsweep") };

    [Fact]
    public Task Own_csv() => Walk.GoAsync("own-csv", Programs);

    [PythonFact]
    public Task Predict_in_python() => Walk.GoAsync(
        "predict-in-python", new Dictionary<string, string>(Programs) { ["python3"] = PythonFactAttribute.Python("numpy")! });

    [Fact]
    public void Every_walk_is_a_test()
    {
        string[] walks = [
            .. Directory.GetDirectories(Path.Combine(Walk.Root, "examples")).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
        Assert.Equal(["client-in-csharp", "cluster-on-one-machine", "own-csv", "predict-in-python"], walks);
        foreach (string walk in walks)
            Assert.Contains($"({walk}/README.md)", File.ReadAllText(Path.Combine(Walk.Root, "examples", "README.md")));
    }
}
