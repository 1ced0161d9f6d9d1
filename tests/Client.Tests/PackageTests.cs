using System.Diagnostics;
using System.Runtime.Versioning;
using System.Xml.Linq;
using IonSweep.Client.Errors;
using IonSweep.Client.Tests.Walks;

namespace IonSweep.Client.Tests;

/// <summary>IonSweep as a .NET tool, from a folder as source.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PackageTests
{
    private static readonly string Version = XDocument.Load(Path.Combine(Walk.Root, "Directory.Build.props")).Descendants("VersionPrefix")
        .Single().Value;

    [Fact]
    public async Task The_packed_tool_installs_and_tells_the_version_that_the_repository_has()
    {
        string folder = Directory.CreateTempSubdirectory("ionsweep-tool-").FullName;
        try
        {
            string packages = Path.Combine(folder, "packages"), tools = Path.Combine(folder, "tools");
            await DotnetAsync(folder, "pack", Path.Combine(Walk.Root, "src", "Client"), "-c", "Release", "--no-build", "-o", packages);
            Assert.Equal([$"IonSweep.{Version}.nupkg"], Directory.GetFiles(packages).Select(Path.GetFileName));
            await DotnetAsync(folder, "tool", "install", "IonSweep", "--tool-path", tools, "--source", packages);
            string told = await RunAsync(folder, Path.Combine(tools, "ionsweep"), "--version");
            Assert.Equal(Version, told.Trim().Split('+')[0]);
            Assert.Contains("preset: quick", await RunAsync(folder, Path.Combine(tools, "ionsweep"), "spec", "show"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<string> DotnetAsync(string folder, params string[] arguments) => RunAsync(folder, "dotnet", arguments);

    private static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        start.Environment["NUGET_PACKAGES"] = Path.Combine(folder, "cache"); // an installed version is not taken from a cache
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0,
            $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}\n{await error}");
        return await output;
    }
}
