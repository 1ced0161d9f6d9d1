using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Xml.Linq;
using IonSweep.Client.Errors;
using IonSweep.Client.Tests.Walks;

namespace IonSweep.Client.Tests;

/// <summary>IonSweep as a .NET tool and as a library, from a folder as source.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PackageTests
{
    private static readonly string Version = XDocument.Load(Path.Combine(Walk.Root, "Directory.Build.props")).Descendants("VersionPrefix")
        .Single().Value;

    // Those that the client library stands on, and itself.
    private static readonly string[] Libraries = ["Spectra", "Formats", "Learning", "Sweeps", "Charts", "Report", "Web"];

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

    [Fact]
    public Task The_packed_client_library_restores_into_a_project_of_its_own_that_trains_on_a_server()
    {
        // Others' packages come from the cache of this machine, which has them since this test was built; a cache of its own makes sure
        // that the client is the one that is packed here.
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string pack = string.Concat(Libraries.Select(
            library => $"dotnet pack {Path.Combine(Walk.Root, "src", library)} -c Release --no-build -o ../../packages\n"));
        return Walk.GoAsync("client-in-csharp", new Dictionary<string, string>
        {
            ["ionsweep"] = Path.Combine(AppContext.BaseDirectory, "ionsweep"),
        },
        new Dictionary<string, string>
        {
            ["dotnet pack ../../Core.slnf -c Release -o ../../packages\n"] = $"""
                export NUGET_PACKAGES=$PWD/cache MSBUILDDISABLENODEREUSE=1
                {pack}cat > nuget.config <<'END'
                <configuration>
                  <packageSources>
                    <clear />
                    <add key="ionsweep" value="../../packages" />
                    <add key="others" value="{packages}" />
                  </packageSources>
                  <packageSourceMapping>
                    <packageSource key="ionsweep"><package pattern="IonSweep.*" /></packageSource>
                    <packageSource key="others"><package pattern="*" /></packageSource>
                  </packageSourceMapping>
                </configuration>
                END

                """,
            ["5080"] = $"{FreePort()}",
        });
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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
