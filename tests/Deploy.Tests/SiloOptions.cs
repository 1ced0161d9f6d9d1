using System.Text.RegularExpressions;
using IonSweep.Deploy.Tests.Rendering;

namespace IonSweep.Deploy.Tests;

/// <summary>
/// What src/Silo says of its options, read from its source: these tests belong to the core tier, in which that project does not build.
/// </summary>
public static partial class SiloOptions
{
    private static readonly string Source = Repository.Read("src/Silo/Options/NodeOptions.cs");

    /// <summary>Default of every option by its name in the environment, e.g. <c>IonSweep__Cluster__SiloPort</c> → <c>11111</c>.</summary>
    public static IReadOnlyDictionary<string, string> Defaults { get; } = Read();

    /// <summary>How long a stop may take.</summary>
    public static TimeSpan StopTimeout { get; } =
        TimeSpan.FromSeconds(int.Parse(StopTimeoutPattern().Match(Repository.Read("src/Silo/Hosting/LoggingHosting.cs")).Groups[1].Value));

    /// <summary>Paths of the health checks.</summary>
    public static IReadOnlySet<string> HealthPaths { get; } =
        HealthPattern().Matches(Repository.Read("src/Silo/Hosting/HealthHosting.cs")).Select(match => match.Groups[1].Value).ToHashSet();

    /// <summary>Default of a port.</summary>
    public static int Port(string option) => int.Parse(Defaults[$"IonSweep__{option}"]);

    private static Dictionary<string, string> Read()
    {
        Dictionary<string, List<(string Type, string Name, string Default)>> records = [];
        List<(string, string, string)> current = [];
        foreach (string line in Source.Split('\n'))
        {
            if (RecordPattern().Match(line) is { Success: true } record) records.Add(record.Groups[1].Value, current = []);
            else if (PropertyPattern().Match(line) is { Success: true } property)
                current.Add((property.Groups[1].Value, property.Groups[2].Value, property.Groups[3].Value.Trim('"')));
        }
        Dictionary<string, string> names = [];
        foreach ((string type, string name, string value) in records["NodeOptions"])
            if (records.TryGetValue(type, out List<(string Type, string Name, string Default)>? section))
                foreach ((string _, string option, string standard) in section) names.Add($"IonSweep__{name}__{option}", standard);
            else names.Add($"IonSweep__{name}", value);
        return names;
    }

    [GeneratedRegex(@"^public sealed record (\w+)")]
    private static partial Regex RecordPattern();

    [GeneratedRegex(@"^    public ([\w?]+) (\w+) \{ get; init; \}(?: = (.*);)?")]
    private static partial Regex PropertyPattern();

    [GeneratedRegex(@"StopTimeout = TimeSpan\.FromSeconds\((\d+)\)")]
    private static partial Regex StopTimeoutPattern();

    [GeneratedRegex("MapHealthChecks\\(\"([^\"]+)\"")]
    private static partial Regex HealthPattern();
}
