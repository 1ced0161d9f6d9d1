using System.Text;

namespace IonSweep.Client.Output;

/// <summary>Writes files that are never seen half written.</summary>
internal static class WholeFile
{
    /// <summary>Writes UTF-8 beside the file, then takes its place.</summary>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Likewise bytes; folders on the way are made.</summary>
    public static void Write(string path, byte[] bytes)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        string partial = path + ".partial";
        File.WriteAllBytes(partial, bytes);
        File.Move(partial, path, overwrite: true);
    }
}
