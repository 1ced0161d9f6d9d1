using IonSweep.Formats.Blocks;
using IonSweep.Spectra;

namespace IonSweep.Formats.Arrays;

/// <summary>Inflates what a file holds without believing what it says of its size.</summary>
internal static class BoundedStream
{
    /// <summary>All bytes of a stream that comes out of a file.</summary>
    /// <exception cref="InvalidDatasetException">More than 64 times the file and a mebibyte.</exception>
    public static byte[] ReadAll(Stream stream, FileContent file)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[1 << 14];
        long most = (1 << 20) + 64L * file.Bytes.Length;
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (all.Length + read > most)
                throw new InvalidDatasetException(
                    $"{file.Name} inflates to more than 64 times its size, which no spectra do; save it without compression.");
            all.Write(buffer, 0, read);
        }
        return all.ToArray();
    }
}
