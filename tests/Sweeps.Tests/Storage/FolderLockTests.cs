using System.Diagnostics;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Tests.Storage;

public sealed class FolderLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_run_is_refused_with_process_host_and_time_until_the_first_ends()
    {
        using (FolderLock.Acquire(_folder.Path))
        {
            Assert.True(FolderLock.IsHeld(_folder.Path));
            string message = Assert.Throws<SweepInUseException>(() => FolderLock.Acquire(_folder.Path)).Message;
            Assert.Contains($"Process {Environment.ProcessId} on {Environment.MachineName}", message);
            Assert.Contains("since 2", message);
        }
        Assert.False(FolderLock.IsHeld(_folder.Path));
        FolderLock.Acquire(_folder.Path).Dispose();
    }

    [Fact]
    public void A_lock_that_a_dead_process_left_is_taken_over()
    {
        // What a killed run leaves: both files, and no lock of the operating system.
        File.WriteAllText(Path.Combine(_folder.Path, ".lock"), "");
        File.WriteAllText(Path.Combine(_folder.Path, ".lock-holder.json"),
            """{ "processId": 1, "host": "elsewhere", "sinceUtc": "2020-01-01T00:00:00Z" }""");
        using FolderLock taken = FolderLock.Acquire(_folder.Path);
        Assert.Equal(Environment.ProcessId, FolderLock.HolderOf(_folder.Path)!.ProcessId);
    }

    [Fact]
    public void A_lock_of_another_process_is_respected_while_that_process_lives()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/flock")) return;
        string path = Path.Combine(_folder.Path, ".lock");
        File.WriteAllText(path, "");
        using Process other = Process.Start(new ProcessStartInfo("/usr/bin/flock",
            [path, "sh", "-c", "echo locked; read line"])
        { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        Assert.Equal("locked", other.StandardOutput.ReadLine());
        Assert.True(FolderLock.IsHeld(_folder.Path));
        Assert.Throws<SweepInUseException>(() => FolderLock.Acquire(_folder.Path));
        other.StandardInput.WriteLine();
        other.WaitForExit();
        FolderLock.Acquire(_folder.Path).Dispose();
    }
}
