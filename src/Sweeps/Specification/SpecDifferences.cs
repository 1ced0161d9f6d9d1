using System.Text.Json;
using System.Text.Json.Nodes;
using IonSweep.Sweeps.Serialization;

namespace IonSweep.Sweeps.Specification;

/// <summary>Names what differs between two resolved specs.</summary>
public static class SpecDifferences
{
    /// <summary>
    /// One text per differing field, e.g. <c>folds is 2, was 8</c>. Where data comes from and which preset the spec started from are
    /// not compared: the dataset's hash and the other fields say what they mean.
    /// </summary>
    public static IReadOnlyList<string> Between(SweepSpec before, SweepSpec now)
    {
        List<string> differences = [];
        Compare("", JsonSerializer.SerializeToNode(before, SweepJson.Compact)!, JsonSerializer.SerializeToNode(now, SweepJson.Compact)!,
            differences);
        return differences;
    }

    private static void Compare(string field, JsonNode before, JsonNode now, List<string> differences)
    {
        if (before is JsonObject a && now is JsonObject b)
        {
            foreach ((string key, JsonNode? value) in b)
                if (field.Length > 0 || key is not ("data" or "preset" or "shortened"))
                    Compare(field.Length == 0 ? key : $"{field}.{key}", a[key]!, value!, differences);
        }
        else if (!JsonNode.DeepEquals(before, now)) differences.Add($"{field} is {now.ToJsonString()}, was {before.ToJsonString()}");
    }
}
