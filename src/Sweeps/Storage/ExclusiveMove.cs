using System.Runtime.InteropServices;

namespace IonSweep.Sweeps.Storage;

/// <summary>
/// Gives a whole file its name unless that name is taken, as one step. On POSIX systems <see cref="File.Move(string, string)"/> looks first
/// and renames then, so that two writers could both believe to be the first; a hard link cannot be made twice.
/// </summary>
internal static class ExclusiveMove
{
    private const int Exists = 17; // EEXIST, the same on Linux and macOS

    /// <summary>Names <paramref name="temporary"/> <paramref name="file"/>; it may keep its old name as well.</summary>
    /// <returns>False when the name was taken.</returns>
    public static bool Try(string temporary, string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            if (Link(temporary, file) == 0) return true;
            if (Marshal.GetLastPInvokeError() == Exists) return false;
            // A file system without hard links, or an error that the move below says in words.
        }
        try
        {
            File.Move(temporary, file, overwrite: false);
            return true;
        }
        catch (IOException e) when (File.Exists(file) && !StorageErrors.IsFull(e))
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false,
        ThrowOnUnmappableChar = true)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
