using System.Text.Json;
using System.Text.Json.Serialization;

namespace IonSweep.Sweeps.Results;

/// <summary>
/// Content of a work item's <c>result.json</c>: what came of one kind of work. These kinds are all there are; <see cref="Match"/> takes an
/// answer for each, so that a new one is missed nowhere. In JSON an object with one property, named after the kind.
/// </summary>
[JsonConverter(typeof(Converter))]
public abstract record WorkResult
{
    private WorkResult()
    {
    }

    /// <summary>Why there is nothing; null when there is.</summary>
    public abstract WorkFailure? Failure { get; }

    /// <summary>SHA-256 of the artifact beside it, hexadecimal; empty for a failure and for trust, which has none.</summary>
    public abstract string ArtifactSha256 { get; }

    /// <summary>The answer for the kind that it is of.</summary>
    public T Match<T>(
        Func<CellResult, T> cell, Func<GeneratorResult, T> generator, Func<SyntheticSetResult, T> syntheticSet,
        Func<MultiTargetResult, T> multiTarget, Func<TrustResult, T> trust, Func<SearchResult, T> search) => this switch
        {
            Cell one => cell(one.Value),
            Generator one => generator(one.Value),
            SyntheticSet one => syntheticSet(one.Value),
            MultiTarget one => multiTarget(one.Value),
            Trust one => trust(one.Value),
            Search one => search(one.Value),
            _ => throw new InvalidOperationException($"{GetType()} is none of the kinds of results."),
        };

    /// <summary>Of a cell.</summary>
    public sealed record Cell(CellResult Value) : WorkResult
    {
        /// <inheritdoc/>
        public override WorkFailure? Failure => Value.Failure;

        /// <inheritdoc/>
        public override string ArtifactSha256 => Value.ModelSha256;
    }

    /// <summary>Of a generator.</summary>
    public sealed record Generator(GeneratorResult Value) : WorkResult
    {
        /// <inheritdoc/>
        public override WorkFailure? Failure => Value.Failure;

        /// <inheritdoc/>
        public override string ArtifactSha256 => Value.ModelSha256;
    }

    /// <summary>Of a synthetic set.</summary>
    public sealed record SyntheticSet(SyntheticSetResult Value) : WorkResult
    {
        /// <inheritdoc/>
        public override WorkFailure? Failure => Value.Failure;

        /// <inheritdoc/>
        public override string ArtifactSha256 => Value.Sha256;
    }

    /// <summary>Of a model of all targets.</summary>
    public sealed record MultiTarget(MultiTargetResult Value) : WorkResult
    {
        /// <inheritdoc/>
        public override WorkFailure? Failure => Value.Failure;

        /// <inheritdoc/>
        public override string ArtifactSha256 => Value.ModelSha256;
    }

    /// <summary>Of measured trust.</summary>
    public sealed record Trust(TrustResult Value) : WorkResult
    {
        /// <inheritdoc/>
        public override WorkFailure? Failure => Value.Failure;

        /// <inheritdoc/>
        public override string ArtifactSha256 => "";
    }

    /// <summary>Of a search, or a batch of it.</summary>
    public sealed record Search(SearchResult Value) : WorkResult
    {
        /// <inheritdoc/>
        public override WorkFailure? Failure => Value.Failure;

        /// <inheritdoc/>
        public override string ArtifactSha256 => Value.Sha256;
    }

    private sealed class Converter : JsonConverter<WorkResult>
    {
        public override WorkResult Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
                throw new JsonException("expected a result under its kind");
            string kind = reader.GetString()!;
            reader.Read();
            WorkResult result = kind switch
            {
                "cell" => new Cell(Value<CellResult>(ref reader)),
                "generator" => new Generator(Value<GeneratorResult>(ref reader)),
                "syntheticSet" => new SyntheticSet(Value<SyntheticSetResult>(ref reader)),
                "group" => new MultiTarget(Value<MultiTargetResult>(ref reader)),
                "trust" => new Trust(Value<TrustResult>(ref reader)),
                "search" => new Search(Value<SearchResult>(ref reader)),
                _ => throw new JsonException($"'{kind}' is no kind of result"),
            };
            return reader.Read() && reader.TokenType == JsonTokenType.EndObject ? result
                : throw new JsonException("expected one result");

            T Value<T>(ref Utf8JsonReader reader) =>
                JsonSerializer.Deserialize<T>(ref reader, options) ?? throw new JsonException("found null");
        }

        public override void Write(Utf8JsonWriter writer, WorkResult value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WritePropertyName(value.Match(
                _ => "cell", _ => "generator", _ => "syntheticSet", _ => "group", _ => "trust", _ => "search"));
            JsonSerializer.Serialize(
                writer, value.Match<object>(one => one, one => one, one => one, one => one, one => one, one => one), options);
            writer.WriteEndObject();
        }
    }
}
