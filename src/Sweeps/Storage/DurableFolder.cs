using System.Runtime.InteropServices;

namespace IonSweep.Sweeps.Storage;

/// <summary>Folders whose entries survive a power failure. POSIX asks for a flush of the folder itself; .NET has no call for it.</summary>
internal static class DurableFolder
{
    private const int ReadOnly = 0;

    /// <summary>Makes a folder below <paramref name="root"/>, flushing each folder that gets a new entry.</summary>
    public static void Create(string folder, string root)
    {
        if (Directory.Exists(folder)) return;
        string? parent = Path.GetDirectoryName(folder);
        if (parent is not null && folder.Length > root.Length) Create(parent, root);
        Directory.CreateDirectory(folder);
        if (parent is not null) Flush(parent);
    }

    /// <summary>Writes a folder's entries to the disk. A file system that cannot do it is left to its own ways.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return; // NTFS journals renames
        int descriptor = Open(folder, ReadOnly);
        if (descriptor < 0) return;
        _ = Synchronize(descriptor);
        _ = Close(descriptor);
    }

    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Synchronize(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
