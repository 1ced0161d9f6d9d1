namespace IonSweep.Sweeps.Storage;

/// <summary>Tells a full disk from other errors.</summary>
internal static class StorageErrors
{
    /// <summary>True for "no space left on device" and "quota exceeded" of Linux, macOS and Windows.</summary>
    public static bool IsFull(Exception e) => e is IOException && (e.HResult & 0xFFFF, OperatingSystem.IsWindows()) switch
    {
        (0x70 or 0x27 or 0x50F, true) => true, // ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL, ERROR_DISK_QUOTA_EXCEEDED
        (28, false) => true, // ENOSPC
        (122, false) => OperatingSystem.IsLinux(), // EDQUOT
        (69, false) => OperatingSystem.IsMacOS(), // EDQUOT
        _ => false,
    };
}
