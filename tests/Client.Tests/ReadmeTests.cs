using System.Diagnostics;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using IonSweep.Client.Errors;
using IonSweep.Client.Tests.Walks;

namespace IonSweep.Client.Tests;

/// <summary>
/// Every command of README.md is carried out. Those that would take hours are started, seen to work and interrupted. A command that
/// stands there and not here fails.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class ReadmeTests
{
    private const int Interrupted = 130;
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(5);

    /// <summary>Proved elsewhere: the tool by PackageTests, the tests by themselves.</summary>
    private static readonly string[] Elsewhere =
        ["./test.sh", "dotnet pack src/Client -c Release -o packages", "dotnet tool install --global IonSweep --source ./packages"];

    private static readonly string Readme = File.ReadAllText(Path.Combine(Walk.Root, "README.md"));

    [Fact]
    public async Task Every_command_works()
    {
        using SmallSweep small = new();
        HashSet<string> left = [.. Commands()];
        Assert.True(left.Count > 20, string.Join('\n', left));
        foreach (string command in Elsewhere) Assert.True(left.Remove(command), command);

        small.Write("my.csv", File.ReadAllText(Path.Combine(small.Folder, "small.csv")));
        small.Write("new.csv", string.Join('\n', File.ReadLines(Path.Combine(small.Folder, "small.csv")).Take(3)) + "\n");
        (await IonSweepProcess.RunAsync(small.Folder, "run", "--data", "my.csv", "--preset", "custom", "--models", "pls", "--strategies",
            "e", "--out", "calibrated"))
            .Expect(0);

        // In the order in which somebody would use them. DIR and the like are what they stand for.
        await DoneAsync(left, small, "dotnet run -c Release --project src/Client -- run", "ionsweep run");
        Assert.StartsWith("43be79ef", Hash(Path.Combine(small.Folder, "ionsweep-out", "quick", "results.csv")));
        await DoneAsync(left, small, "ionsweep spec show > my.yaml");
        await StartedAsync(left, small, "ionsweep run my.yaml", "ionsweep run my.yaml --out edited");
        await DoneAsync(left, small, "ionsweep spec validate my.yaml");
        foreach (string command in (string[])["status", "results", "report"])
            await DoneAsync(left, small, $"ionsweep {command} DIR", $"ionsweep {command} ionsweep-out/quick");
        await DoneAsync(left, small, "ionsweep run --out DIR", "ionsweep run --out ionsweep-out/quick");
        await DoneAsync(left, small, "ionsweep data simulate --out simulated.csv");
        await DoneAsync(left, small, "ionsweep data export DIR --out data.csv", "ionsweep data export ionsweep-out/quick --out data.csv");
        await StartedAsync(left, small, "ionsweep run --preset paper");

        InstrumentFiles.Write(small.Folder, File.ReadAllLines(Path.Combine(small.Folder, "small.csv")));
        await DoneAsync(left, small, "ionsweep data import spectra/*.dx --references values.xlsx --id file --out lab.safetensors");
        await DoneAsync(left, small, "ionsweep data info lab.safetensors --html lab.html");
        await StartedAsync(left, small, "ionsweep run --data lab.safetensors");
        await StartedAsync(left, small, "ionsweep run --data lab.safetensors --preset search");
        await StartedAsync(left, small, "ionsweep run --data lab.safetensors --preset models");
        await StartedAsync(left, small, "ionsweep run --preset models --data my.csv");
        await StartedAsync(left, small, "ionsweep run --preset search --data my.csv");
        (await IonSweepProcess.RunAsync(small.Folder, "run", "--data", "my.csv", "--preset", "search", "--folds", "2", "--out", "searched"))
            .Expect(0);
        await DoneAsync(left, small, "ionsweep recommend DIR", "ionsweep recommend searched");
        await DoneAsync(left, small, "ionsweep train DIR --out best.safetensors", "ionsweep train searched --out best.safetensors");
        await StartedAsync(left, small, "ionsweep run --preset models --data my.csv --out out",
            "ionsweep run --preset models --data my.csv --out models");
        await DoneAsync(left, small, "ionsweep predict --model DIR new.csv", "ionsweep predict --model calibrated new.csv");
        await DoneAsync(left, small, "ionsweep predict --model out --family pls new.csv --out predicted.csv",
            "ionsweep predict --model calibrated --family pls new.csv --out predicted.csv");
        await DoneAsync(left, small, "ionsweep export DIR --family pls --out model", "ionsweep export calibrated --family pls --out model");
        await DoneAsync(left, small, "ionsweep export DIR --family pls --format onnx --out model.onnx",
            "ionsweep export calibrated --family pls --format onnx --out model.onnx");

        await DoneAsync(left, small, "ionsweep extend DIR --folds 32 --strategies sim --models pls",
            "ionsweep extend calibrated --folds 32 --strategies sim --models pls");

        await DoneAsync(left, small, "openssl rand -hex 32 > token && chmod 600 token");
        foreach ((string serve, string actual, string token, string submit) in ((string, string, string, string)[])[
            ("ionsweep serve", "serve --urls http://127.0.0.1:0", "", "ionsweep submit my.yaml --server URL --watch"),
            ("ionsweep serve --urls http://0.0.0.0:5080 --token-file token",
                "serve --data-dir lab --urls http://0.0.0.0:0 --token-file token", " --token-file token",
                "ionsweep submit --preset paper --server http://lab:5080 --token-file token --watch")])
        {
            Assert.True(left.Remove(serve), serve);
            using IonSweepProcess serving = IonSweepProcess.Start(small.Folder, actual.Split(' '));
            string port = Port()
                .Match(await serving.LineAsync(line => line.StartsWith("Listening", StringComparison.Ordinal))).Groups[1].Value;
            string url = $"http://127.0.0.1:{port}";
            await StartedAsync(left, small, submit, submit.Replace("URL", url).Replace("http://lab:5080", url) + " --id one",
                watches: true);
            if (token.Length == 0)
                foreach (string command in (string[])["list", "machines", "results ID", "report ID", "cancel ID", "watch ID", "delete ID"])
                {
                    Assert.Contains($"`{command}`", Readme);
                    string expected = command == "watch ID" ? $" || [ $? = {Interrupted} ]" : ""; // the sweep is cancelled by then
                    await RunAsync(small.Folder, $"ionsweep {command.Replace("ID", "one")} --server {url}{expected}");
                }
            serving.Signal(IonSweepProcess.Sigterm);
            (await serving.EndAsync()).Expect(0);
        }
        Assert.True(left.Count == 0, $"These commands of README.md are not tested here:\n{string.Join('\n', left)}");
    }

    /// <summary>Lines of its blocks of <c>sh</c>, and what its text says to type.</summary>
    private static IEnumerable<string> Commands() =>
        Blocks().Matches(Readme).SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Select(line => line.Split(" #")[0].Trim())
            .Concat(Inline().Matches(Readme).Select(code => code.Groups[1].Value));

    private static async Task DoneAsync(HashSet<string> left, SmallSweep small, string command, string? actual = null)
    {
        Assert.True(left.Remove(command), $"README.md no longer says '{command}'.");
        await RunAsync(small.Folder, actual ?? command);
    }

    /// <summary>A command that takes long: it prints something, is interrupted, and says so by its exit code.</summary>
    private static async Task StartedAsync(
        HashSet<string> left, SmallSweep small, string command, string? actual = null, bool watches = false)
    {
        Assert.True(left.Remove(command), $"README.md no longer says '{command}'.");
        using IonSweepProcess process = IonSweepProcess.Start(small.Folder, (actual ?? command).Split(' ')[1..]);
        await process.LineAsync(line => watches ? line.Contains("cells", StringComparison.Ordinal)
            : line.StartsWith("ionsweep: preset", StringComparison.Ordinal));
        process.Signal(IonSweepProcess.Sigint);
        IonSweepProcess.Ended ended = await process.EndAsync();
        Assert.True(ended.ExitCode is Interrupted or 0, $"{command}: {ended}");
    }

    private static async Task RunAsync(string folder, string command)
    {
        ProcessStartInfo start = new("bash", ["-c", command])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Hang);
        Assert.True(process.ExitCode == 0, $"'{command}' ended with {process.ExitCode}:\n{await output}\n{await error}");
    }

    private static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    [GeneratedRegex("^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex("`(ionsweep [a-z][^`]*)`")]
    private static partial Regex Inline();

    [GeneratedRegex(@":(\d+)\s*$")]
    private static partial Regex Port();
}
