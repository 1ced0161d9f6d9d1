using System.Diagnostics;
using System.Reflection;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;

namespace IonSweep.Client.Tests.Walks;

/// <summary>
/// A README of examples/: its blocks of <c>sh</c> are run as one script in a copy of the folder, and what stands in its blocks of
/// <c>text</c> must be printed, in this order; blanks and the frames of tables do not count.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static partial class Walk
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(5);

    /// <summary>Root of the repository.</summary>
    public static string Root { get; } =
        typeof(Walk).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryPath").Value!;

    /// <summary>Goes through one.</summary>
    /// <param name="example">Its folder in examples/.</param>
    /// <param name="programs">What commands of this name run, e.g. <c>ionsweep</c>.</param>
    /// <param name="replace">Texts of the README that are others here, e.g. ports.</param>
    public static async Task GoAsync(string example, IReadOnlyDictionary<string, string> programs,
        IReadOnlyDictionary<string, string>? replace = null)
    {
        string folder = Directory.CreateTempSubdirectory("ionsweep-walk-").FullName;
        try
        {
            foreach (string file in Directory.GetFiles(
                Path.Combine(Root, "examples"), "*", SearchOption.AllDirectories).Append(Path.Combine(Root, "docs/evaluate.py")))
            {
                string copy = Path.Combine(folder, Path.GetRelativePath(Root, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
            string bin = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
            foreach ((string name, string command) in programs)
            {
                string shim = Path.Combine(bin, name);
                await File.WriteAllTextAsync(shim, $"#!/bin/sh\nexec {command} \"$@\"\n");
                File.SetUnixFileMode(shim, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
            string readme = await File.ReadAllTextAsync(Path.Combine(folder, "examples", example, "README.md"));
            foreach ((string text, string actual) in replace ?? new Dictionary<string, string>()) readme = readme.Replace(text, actual);
            string script = "set -euo pipefail\nset -m\n"
                + string.Concat(Blocks("sh").Matches(readme).Select(block => block.Groups[1].Value));
            (int code, string output) = await RunAsync(script, Path.Combine(folder, "examples", example), bin);
            Assert.True(code == 0, $"The walk ended with {code}:\n{output}");
            string plain = Plain(output);
            int at = 0;
            foreach (string line in Blocks("text").Matches(readme)
                .SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)))
            {
                int found = plain.IndexOf(Plain(line), at, StringComparison.Ordinal);
                Assert.True(found >= 0, $"'{line}' is not printed, or not where the README has it:\n{output}");
                at = found + Plain(line).Length;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int Code, string Output)> RunAsync(string script, string folder, string bin)
    {
        ProcessStartInfo start = new("bash", ["-c", script]) { WorkingDirectory = folder };
        start.Environment["PATH"] = $"{bin}:{Environment.GetEnvironmentVariable("PATH")}";
        return await ProgramRun.RunAsync(start, Hang);
    }

    private static string Plain(string text) => Frames().Replace(text, " ").Trim();

    private static Regex Blocks(string language) => new($@"^```{language}\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline);

    [GeneratedRegex(@"[\s|│┃]+")]
    private static partial Regex Frames();
}
