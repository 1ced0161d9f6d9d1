using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IonSweep.Sweeps.Specification;

/// <summary>How many folds, as specs write it: a number, or a <see cref="FoldRange"/>.</summary>
/// <param name="To">Folds, or the most of them.</param>
/// <param name="From">Folds to begin with; null for all at once.</param>
[JsonConverter(typeof(Converter))]
public sealed record FoldChoice(int To, int? From = null)
{
    /// <summary><c>8</c>, or <c>8 to 64 until decided</c>.</summary>
    public override string ToString() => From is { } from ? string.Create(CultureInfo.InvariantCulture, $"{from} to {To} until decided")
        : To.ToString(CultureInfo.InvariantCulture);

    private sealed class Converter : JsonConverter<FoldChoice>
    {
        public override FoldChoice Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.Number) return new FoldChoice(reader.GetInt32());
            FoldRange range = JsonSerializer.Deserialize<FoldRange>(ref reader, options) ?? throw new JsonException("found null");
            return new FoldChoice(range.To, range.From);
        }

        public override void Write(Utf8JsonWriter writer, FoldChoice value, JsonSerializerOptions options)
        {
            if (value.From is { } from) JsonSerializer.Serialize(writer, new FoldRange { From = from, To = value.To }, options);
            else writer.WriteNumberValue(value.To);
        }
    }
}

/// <summary>Folds on demand: more are added while a comparison is undecided and could still be decided.</summary>
public sealed record FoldRange
{
    /// <summary>Folds to begin with. Default 8.</summary>
    [Description("folds to begin with")]
    public int From { get; init; } = 8;

    /// <summary>Most folds. Default 64.</summary>
    [Description("most folds")]
    public int To { get; init; } = 64;

    /// <summary>When no more are added.</summary>
    [Description("decided")]
    public FoldsUntil Until { get; init; }
}

/// <summary>When no more folds are added.</summary>
public enum FoldsUntil
{
    /// <summary>Every comparison has a verdict, or cannot get one within the most folds.</summary>
    Decided,
}
