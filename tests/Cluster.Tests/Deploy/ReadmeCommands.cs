using System.Text;
using IonSweep.Deploy.Tests.Rendering;

namespace IonSweep.Cluster.Tests.Deploy;

/// <summary>The shell commands of deploy/README.md, word for word, in the order in which they stand.</summary>
internal static class ReadmeCommands
{
    /// <summary>Sections that a new user goes through with the overlay <c>local</c>.</summary>
    public static IReadOnlyList<string> Sections { get; } =
        ["Images", "Namespace and secrets", "The cluster", "Use it", "Scale", "Upgrade", "Rotate the token", "Back up", "Uninstall"];

    /// <summary>Every block of <c>sh</c> by section.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Read()
    {
        Dictionary<string, List<string>> blocks = [];
        string section = "";
        StringBuilder? block = null;
        foreach (string line in Repository.Read("deploy/README.md").Split('\n'))
        {
            if (block is null && line.StartsWith("## ", StringComparison.Ordinal)) blocks.Add(section = line[3..], []);
            else if (block is null && line == "```sh") block = new StringBuilder();
            else if (block is not null && line == "```")
            {
                blocks[section].Add(block.ToString());
                block = null;
            }
            else block?.Append(line).Append('\n');
        }
        return blocks.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)pair.Value);
    }
}
