using IonSweep.Deploy.Tests.Rendering;

namespace IonSweep.Deploy.Tests;

/// <summary>No line is longer than .editorconfig says: C#, and prose in Markdown (not its tables, not its code).</summary>
public sealed class LineLengthTests
{
    private const int Longest = 140;

    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "packages", "artifacts"];

    [Fact]
    public void Editorconfig_says_the_same() => Assert.Contains($"max_line_length = {Longest}\n", Repository.Read(".editorconfig"));

    [Fact]
    public void Lines_of_csharp_are_short_enough() => AssertShort(Files("*.cs"), File.ReadLines);

    [Fact]
    public void Prose_of_markdown_is_wrapped() => AssertShort(Files("*.md"), Prose);

    private static void AssertShort(IEnumerable<string> files, Func<string, IEnumerable<string>> lines)
    {
        string[] all = [.. files];
        Assert.True(all.Length > 3, $"Only {all.Length} files were found in {Repository.Root}.");
        string[] tooLong = [.. from file in all
                             from line in lines(file).Index()
                             where line.Item.Length > Longest
                             select $"{Path.GetRelativePath(Repository.Root, file)}:{line.Index + 1} has {line.Item.Length} columns"];
        Assert.True(tooLong.Length == 0,
            $"{tooLong.Length} lines have more than {Longest} columns:\n{string.Join('\n', tooLong.Take(40))}");
    }

    /// <summary>The page's lines; those of tables and of code are empty.</summary>
    private static IEnumerable<string> Prose(string file)
    {
        bool code = false;
        foreach (string line in File.ReadLines(file))
        {
            bool fence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            code ^= fence;
            yield return code || fence || line.StartsWith('|') ? "" : line;
        }
    }

    private static IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(Repository.Root, pattern)
        .Concat(Directory.EnumerateDirectories(Repository.Root).Where(IsOurs).SelectMany(folder => Below(folder, pattern)));

    private static IEnumerable<string> Below(string folder, string pattern) => Directory.EnumerateFiles(folder, pattern)
        .Concat(Directory.EnumerateDirectories(folder).Where(IsOurs).SelectMany(inner => Below(inner, pattern)));

    /// <summary>Nothing that is built, installed or hidden.</summary>
    private static bool IsOurs(string folder) => Path.GetFileName(folder) is { } name && name[0] != '.' && !NotOurs.Contains(name);
}
