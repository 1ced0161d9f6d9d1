using IonSweep.Learning.Training;

namespace IonSweep.Learning.Tests.Training;

/// <summary>A checkpoint slot in memory.</summary>
internal sealed class MemorySlot : ICheckpointSlot
{
    public byte[]? State { get; set; }

    public int Saves { get; private set; }

    public byte[]? Load() => State;

    public void Save(ReadOnlySpan<byte> state)
    {
        State = state.ToArray();
        Saves++;
    }
}
