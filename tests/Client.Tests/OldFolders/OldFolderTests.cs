using System.IO.Compression;
using System.Runtime.Versioning;
using IonSweep.Client.Tests.Walks;

namespace IonSweep.Client.Tests.OldFolders;

/// <summary>What earlier versions stored stays readable: it is listed, reported, predicted with and gone on with, to the byte.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OldFolderTests
{
    public static TheoryData<string> Versions() =>
        [.. Directory.GetFiles(Path.Combine(Walk.Root, "tests/Client.Tests/OldFolders"),
            "*.zip").Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Folders_of_earlier_versions_are_read_reported_predicted_with_and_gone_on_with(string version)
    {
        string folder = Directory.CreateTempSubdirectory("ionsweep-old-").FullName;
        try
        {
            ZipFile.ExtractToDirectory(Path.Combine(Walk.Root, $"tests/Client.Tests/OldFolders/{version}.zip"), folder);
            string results = await File.ReadAllTextAsync(Path.Combine(folder, "ended", "results.csv"));

            Assert.Contains("completed", (await RunAsync(folder, "status", "ended")).Output, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(results.TrimEnd('\n'), (await RunAsync(folder, "results", "ended", "--format", "csv")).Output.TrimEnd('\n'));
            await RunAsync(folder, "report", "ended");
            Assert.Contains("figure-mae", await File.ReadAllTextAsync(Path.Combine(folder, "ended", "report.html")));
            foreach (string expected in Directory.GetFiles(Path.Combine(folder, "predicted")))
            {
                string name = Path.GetFileNameWithoutExtension(expected);
                string[] which = name == "mlp-vae-n" ? ["--family", "mlp", "--strategy", "vae-n"] : ["--family", name];
                await RunAsync(folder, ["predict", "--model", "ended", "new.csv", "--out", "now.csv", .. which]);
                Assert.Equal(await File.ReadAllTextAsync(expected), await File.ReadAllTextAsync(Path.Combine(folder, "now.csv")));
            }

            // What is done is found done; what was under way goes on from its checkpoint.
            DateTime before = File.GetLastWriteTimeUtc(
                Directory.GetFiles(Path.Combine(folder, "ended"), "model.safetensors", SearchOption.AllDirectories).First());
            await RunAsync(folder, "run", "--out", "ended");
            Assert.Equal(results, await File.ReadAllTextAsync(Path.Combine(folder, "ended", "results.csv")));
            Assert.Equal(before, File.GetLastWriteTimeUtc(
                Directory.GetFiles(Path.Combine(folder, "ended"), "model.safetensors", SearchOption.AllDirectories).First()));
            Assert.Single(Directory.GetFiles(Path.Combine(folder, "open"), "checkpoint", SearchOption.AllDirectories));
            await RunAsync(folder, "run", "--out", "open");
            Assert.Equal(
                await File.ReadAllTextAsync(Path.Combine(folder, "done", "results.csv")),
                await File.ReadAllTextAsync(Path.Combine(folder, "open", "results.csv")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IonSweepProcess.Ended> RunAsync(string folder, params string[] arguments) =>
        (await IonSweepProcess.RunAsync(folder, arguments)).Expect(0);
}
