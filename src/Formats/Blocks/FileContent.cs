namespace IonSweep.Formats.Blocks;

/// <summary>A file as it was found.</summary>
/// <param name="Name">File name without folder, for messages and as the sample's name.</param>
/// <param name="Bytes">The whole file.</param>
public sealed record FileContent(string Name, ReadOnlyMemory<byte> Bytes);
