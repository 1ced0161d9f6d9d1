using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace IonSweep.Learning.Torch.Runtime;

/// <summary>
/// Tells whether libtorch's bridge fails to load because this Linux has too old a C++ standard library, the commonest reason;
/// TorchSharp itself only says that it does not load.
/// </summary>
internal static partial class StandardLibraryNeed
{
    private const string Bridge = "libLibTorchSharp.so";

    // By the version that a library asks for: the first GCC whose libstdc++ has it.
    private static readonly (int Minor, int Gcc)[] Releases = [(31, 13), (32, 13), (33, 14), (34, 15)];

    /// <summary>E.g. <c>needs libstdc++ of GCC 13 or newer, found 3.4.30</c>; null when that is not the reason.</summary>
    public static string? Find()
    {
        if (!OperatingSystem.IsLinux()) return null;
        string? bridge = new[] { Path.Combine("runtimes", RuntimeInformation.RuntimeIdentifier, "native"), "cpu", "cuda", "" }
            .Select(folder => Path.Combine(AppContext.BaseDirectory, folder, Bridge)).FirstOrDefault(File.Exists);
        if (bridge is null) return null;
        try
        {
            NativeLibrary.Free(NativeLibrary.Load(bridge));
            return null;
        }
        catch (DllNotFoundException e)
        {
            return Describe(e.Message, File.ReadAllBytes);
        }
    }

    /// <summary>The same for a message of the dynamic linker.</summary>
    /// <param name="message">Names the library found and the version asked for.</param>
    /// <param name="read">Reads the library found.</param>
    internal static string? Describe(string message, Func<string, byte[]> read)
    {
        if (MissingVersion().Match(message) is not { Success: true } missing) return null;
        int minor = int.Parse(missing.Groups["minor"].ValueSpan, provider: null);
        string library = missing.Groups["library"].Value;
        int found = VersionNames().Matches(System.Text.Encoding.Latin1.GetString(read(library)))
            .Select(name => int.Parse(name.Groups["minor"].ValueSpan, provider: null)).DefaultIfEmpty(0).Max();
        int gcc = Releases.FirstOrDefault(release => release.Minor >= minor).Gcc;
        string needed = gcc > 0 ? $"libstdc++ of GCC {gcc} or newer" : $"libstdc++ 3.4.{minor} or newer";
        return $"needs {needed}, found 3.4.{found} ({library})";
    }

    [GeneratedRegex(@"(?<library>/[^\s:]*libstdc\+\+[^\s:]*): version `GLIBCXX_3\.4\.(?<minor>\d+)' not found")]
    private static partial Regex MissingVersion();

    [GeneratedRegex(@"GLIBCXX_3\.4\.(?<minor>\d{1,3})\0")]
    private static partial Regex VersionNames();
}
