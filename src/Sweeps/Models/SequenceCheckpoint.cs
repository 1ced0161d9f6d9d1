using System.Buffers.Binary;
using System.Globalization;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Storage;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// The state of regression networks that are trained one after the other, in one slot: those that are finished, then the state of the
/// running one. Bytes: int32 length and a safetensors file of the finished ones, with the description of the first task; then the state.
/// </summary>
internal sealed class SequenceCheckpoint
{
    private readonly ICheckpointSlot? _slot;
    private readonly TaskDescription _first;
    private readonly List<Trained<MlpWeights>> _finished = [];
    private byte[] _head;
    private byte[]? _state;

    /// <param name="slot">Where the whole is kept; null keeps nothing.</param>
    /// <param name="first">The first network's task: the others follow from it.</param>
    /// <exception cref="CheckpointMismatchException">The slot holds the state of something else.</exception>
    public SequenceCheckpoint(ICheckpointSlot? slot, TaskDescription first)
    {
        (_slot, _first) = (slot, first);
        if (slot?.Load() is { } stored) Read(stored);
        _head = Head();
    }

    /// <summary>Networks whose training has ended.</summary>
    public IReadOnlyList<Trained<MlpWeights>> Finished => _finished;

    /// <summary>Where the running network's state goes.</summary>
    public ICheckpointSlot? Slot => _slot is null ? null : new Part(this);

    /// <summary>The running network is finished; the next begins.</summary>
    public void Finish(Trained<MlpWeights> trained)
    {
        _finished.Add(trained);
        _state = null;
        _head = Head();
        _slot?.Save(_head);
    }

    private byte[] Head()
    {
        List<SafetensorsTensor> tensors = [];
        Dictionary<string, string> metadata = new() { ["description"] = _first.Text, ["finished"] = Text(_finished.Count) };
        for (int i = 0; i < _finished.Count; i++)
        {
            (MlpWeights weights, TrainingHistory history) = _finished[i];
            for (int j = 0; j < weights.Layers.Count; j++)
                tensors.AddRange(DenseTensors.Of($"{Text(i)}.layers.{Text(j)}", weights.Layers[j]));
            tensors.Add(SafetensorsTensor.Of($"{Text(i)}.training_loss", [history.Epochs], [.. history.TrainingLoss]));
            tensors.Add(SafetensorsTensor.Of($"{Text(i)}.validation_loss", [history.Epochs], [.. history.ValidationLoss]));
            metadata[$"{Text(i)}.best_epoch"] = Text(history.BestEpoch);
            metadata[$"{Text(i)}.cap_hit"] = history.CapHit ? "true" : "false";
        }
        byte[] file = SafetensorsFile.Write(tensors, metadata), head = new byte[sizeof(int) + file.Length];
        BinaryPrimitives.WriteInt32LittleEndian(head, file.Length);
        file.CopyTo(head, sizeof(int));
        return head;
    }

    private void Read(byte[] stored)
    {
        SafetensorsFile file;
        int length;
        try
        {
            length = BinaryPrimitives.ReadInt32LittleEndian(stored);
            file = SafetensorsFile.Read(stored.AsMemory(sizeof(int), length), "the checkpoint");
        }
        catch (Exception e) when (e is DamagedArtifactException or ArgumentException)
        {
            throw new CheckpointMismatchException($"The checkpoint is none of several networks: {e.Message}");
        }
        if (_first.DifferenceFrom(new TaskDescription(file.MetadataValue("description"))) is { } difference)
            throw new CheckpointMismatchException($"The checkpoint belongs to another training: {difference}.");
        for (int i = 0; i < file.Integer("finished"); i++)
            _finished.Add(new Trained<MlpWeights>(MlpFile.Read(file, $"{Text(i)}."), new TrainingHistory(
                file.Float32($"{Text(i)}.training_loss"), file.Float32($"{Text(i)}.validation_loss"), file.Integer($"{Text(i)}.best_epoch"),
                file.MetadataValue($"{Text(i)}.cap_hit") == "true")));
        if (stored.Length > sizeof(int) + length) _state = stored[(sizeof(int) + length)..];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class Part(SequenceCheckpoint whole) : ICheckpointSlot
    {
        public byte[]? Load() => whole._state;

        public void Save(ReadOnlySpan<byte> state) => whole._slot!.Save([.. whole._head, .. state]);
    }
}
