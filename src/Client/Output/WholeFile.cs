using System.Text;

namespace IonSweep.Client.Output;

/// <summary>Writes text files that are never seen half written.</summary>
internal static class WholeFile
{
    /// <summary>Writes UTF-8 beside the file, then takes its place.</summary>
    public static void Write(string path, string text)
    {
        string partial = path + ".partial";
        File.WriteAllText(partial, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(partial, path, overwrite: true);
    }
}
