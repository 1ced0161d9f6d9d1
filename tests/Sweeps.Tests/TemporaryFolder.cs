namespace IonSweep.Sweeps.Tests;

/// <summary>A folder that ends with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ionsweep-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
