using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Reporting;

/// <summary><c>summary.json</c>: the sweep, its spec, the statistics and every warning, for programs.</summary>
public static class SummaryJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new NaNAsNull() },
    };

    /// <summary>UTF-8 text in camel case; numbers that do not exist are null.</summary>
    public static string Write(SweepReport report) => JsonSerializer.Serialize(
        new Document(
            OutputLabels.Of(report.Results.Summary),
            report.Results.Summary,
            report.Spec,
            report.Results.Aggregates,
            report.Results.SyntheticSets,
            report.Results.ModelComparisons,
            report.Results.Trust,
            ReportWarnings.Of(report.Results),
            report.Recommendations,
            report.Recommendations is null ? null : [.. report.Recommendations.Select(RecommendationText.Of)]),
        Options) + "\n";

    private sealed record Document(
        IReadOnlyList<string> Labels,
        SweepSummary Sweep,
        SweepSpec Spec,
        IReadOnlyList<StrategyAggregate> Aggregates,
        IReadOnlyList<SyntheticSetResult> SyntheticSets,
        IReadOnlyList<ModelComparison> ModelComparisons,
        IReadOnlyList<TrustResult> Trust,
        IReadOnlyList<string> Warnings,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Recommendation>? Recommendations,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? RecommendationTexts);

    /// <summary>JSON has no NaN, and many readers refuse the text "NaN".</summary>
    private sealed class NaNAsNull : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value)) writer.WriteNumberValue(value);
            else writer.WriteNullValue();
        }
    }
}
