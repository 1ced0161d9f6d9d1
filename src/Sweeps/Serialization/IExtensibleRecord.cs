using System.Text.Json.Serialization.Metadata;

namespace IonSweep.Sweeps.Serialization;

/// <summary>A record that has more properties in JSON than its type declares.</summary>
internal interface IExtensibleRecord
{
    /// <summary>Adds them, before the type is first written or read.</summary>
    static abstract void Extend(JsonTypeInfo type);
}
