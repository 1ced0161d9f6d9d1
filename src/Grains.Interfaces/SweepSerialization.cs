using IonSweep.Sweeps.Serialization;
using Orleans.Serialization;

namespace IonSweep.Grains.Interfaces;

/// <summary>How the records of <c>IonSweep.Sweeps</c> travel between grains: as the same JSON as over HTTP and in artifacts.</summary>
public static class SweepSerialization
{
    private const string Prefix = "IonSweep.Sweeps.";

    /// <summary>Registers the JSON serializer for the sweeps' own types and nothing else.</summary>
    public static ISerializerBuilder AddSweepRecords(this ISerializerBuilder builder) =>
        builder.AddJsonSerializer(type => type.Namespace is { } name && name.StartsWith(Prefix, StringComparison.Ordinal),
            SweepJson.Compact);
}
