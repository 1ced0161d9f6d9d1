using System.Text.Json;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Resolution;

/// <summary>Reads an extension from JSON. Strict: an unknown key or a wrong type is an error.</summary>
public static class ExtensionReader
{
    private static readonly JsonSerializerOptions Strict = new(SweepJson.Compact)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The extension.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="source">Name of the text, for messages.</param>
    /// <exception cref="InvalidSpecException">Says where, and what was expected.</exception>
    public static SweepExtension Read(string text, string source)
    {
        try
        {
            return JsonSerializer.Deserialize<SweepExtension>(text, Strict) is { Strategies: not null, Models: not null } read
                ? read : throw new JsonException("found null");
        }
        catch (JsonException e)
        {
            throw new InvalidSpecException("", $"{source}, line {e.LineNumber + 1 ?? 1}: expected keys folds, strategies and models, as in "
                + $"{{\"folds\": 32, \"strategies\": [\"sim\"], \"models\": [\"pls\"]}}: {e.Message}", e);
        }
    }
}
