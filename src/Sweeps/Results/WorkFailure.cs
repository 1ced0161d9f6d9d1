using System.Text.Json;
using System.Text.Json.Serialization;

namespace IonSweep.Sweeps.Results;

/// <summary>
/// Why work has no result: a reason that any other run would meet as well. In JSON its reason alone; "" where there is none.
/// </summary>
/// <param name="Reason">For a reader.</param>
[JsonConverter(typeof(Converter))]
public sealed record WorkFailure(string Reason)
{
    /// <summary>The failure of a reason; null for an empty one.</summary>
    public static WorkFailure? Of(string reason) => reason.Length == 0 ? null : new WorkFailure(reason);

    /// <inheritdoc/>
    public override string ToString() => Reason;

    private sealed class Converter : JsonConverter<WorkFailure?>
    {
        public override bool HandleNull => true;

        public override WorkFailure? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Of(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, WorkFailure? value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value?.Reason ?? "");
    }
}
