using System.Globalization;
using System.Text.Json;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;

namespace IonSweep.Sweeps.Storage;

/// <summary>
/// Lets one process at a time work on a folder. The operating system holds the lock and drops it when the process ends, however it
/// ends; a file beside it tells others who holds it.
/// </summary>
public sealed class FolderLock : IDisposable
{
    private const string LockName = ".lock", HolderName = ".lock-holder.json";
    private const int Attempts = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _lock;
    private readonly string _holder;

    private FolderLock(FileStream held, string holder)
    {
        _lock = held;
        _holder = holder;
    }

    /// <summary>Who holds a lock.</summary>
    /// <param name="ProcessId">Its process.</param>
    /// <param name="Host">Machine of that process.</param>
    /// <param name="SinceUtc">When it began.</param>
    public sealed record Holder(int ProcessId, string Host, DateTime SinceUtc);

    /// <summary>Locks a folder, which is made when it does not exist.</summary>
    /// <exception cref="SweepInUseException">Another run holds it; says which process, where and since when.</exception>
    public static FolderLock Acquire(string folder)
    {
        Directory.CreateDirectory(folder);
        string holder = Path.Combine(folder, HolderName);
        FileStream? held = null;
        for (int attempt = 1; held is null; attempt++)
        {
            try
            {
                held = new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (!StorageErrors.IsFull(e))
            {
                // Someone who only asks whether the folder is held holds it for a moment too.
                if (attempt == Attempts) throw new SweepInUseException(Message(folder, HolderOf(folder)));
                Thread.Sleep(Pause);
            }
        }
        try
        {
            File.WriteAllBytes(holder, JsonSerializer.SerializeToUtf8Bytes(
                new Holder(Environment.ProcessId, Environment.MachineName, TimeProvider.System.GetUtcNow().UtcDateTime),
                SweepJson.Indented));
            return new FolderLock(held, holder);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Who last locked this folder, or null when nobody did or it was released.</summary>
    public static Holder? HolderOf(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<Holder>(File.ReadAllBytes(Path.Combine(folder, HolderName)), SweepJson.Indented);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>True while another run, in this process or another, holds the folder.</summary>
    public static bool IsHeld(string folder)
    {
        string path = Path.Combine(folder, LockName);
        if (!File.Exists(path)) return false;
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Releases the folder.</summary>
    public void Dispose()
    {
        if (!_lock.CanWrite) return;
        File.Delete(_holder);
        _lock.Dispose();
    }

    private static string Message(string folder, Holder? holder) => holder is null
        ? $"Another run works on {folder}. Wait for its end, or choose another folder."
        : string.Create(CultureInfo.InvariantCulture,
            $"Process {holder.ProcessId} on {holder.Host} has been working on {folder} since {holder.SinceUtc:yyyy-MM-dd HH:mm:ss} UTC. "
                + $"Wait for its end, stop it, or choose another folder.");
}
