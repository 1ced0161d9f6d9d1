using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Tests.Service;

/// <summary>
/// One artifact of a sweep in a folder is damaged; another sweep stands beside it. Whatever is damaged and however, the service opens
/// the folder, lists and serves the other one, and takes new ones.
/// </summary>
public sealed class DamageTests
{
    private const string Damaged = SweepFixture.Id, Other = "other", Item = "cells/0/zn2/e";

    public static TheoryData<string, string> Cases()
    {
        TheoryData<string, string> cases = [];
        foreach (string artifact in (string[])[
            "spec.json", "ended.json", "dataset", $"{Item}/result.json", $"{Item}/model.safetensors", $"{Item}/timing.json",
            $"{Item}/checkpoint",
            "folds/0/vae/result.json", "folds/0/vae/model.safetensors", "folds/0/vae/vae-n/result.json",
            "folds/0/vae/vae-n/model.safetensors",
            "machines/test-host", "failures.json"])
            foreach (string damage in (string[])["truncated", "emptied", "garbage", "unreadable"]) cases.Add(artifact, damage);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_damaged_artifact_keeps_nobody_from_the_other_sweeps(string artifact, string damage)
    {
        using TemporaryFolder folder = new();
        byte[] expected = await FillAsync(folder.Path);
        string file = await DamageAsync(folder.Path, artifact, damage);

        await using InProcessSweepService service = InProcessSweepService.OpenFolder(folder.Path, SweepFixture.Options());
        await service.ResumeInterruptedAsync();

        IReadOnlyList<SweepSummary> listed = await service.ListAsync();
        Assert.Equal([Other, Damaged], listed.Select(sweep => sweep.Id).Order(StringComparer.Ordinal));
        Assert.Equal(SweepStatus.Completed, (await service.GetAsync(Other))!.Summary.Status);
        Assert.Equal(expected.Count(b => b == '\n') - 1, (await service.ResultsAsync(Other)).Cells.Count);
        await SweepFixture.SubmitAsync(service,
            SweepFixture.Spec with { Strategies = ["e"], Folds = 1, Targets = ["zn2"], AugmentedTargets = [] }, id: "new");
        Assert.Equal(SweepStatus.Completed, (await SweepFixture.EndAsync(service, "new")).Status);

        if (artifact == "spec.json")
        {
            SweepSummary line = listed.Single(sweep => sweep.Id == Damaged);
            Assert.Equal(SweepStatus.Damaged, line.Status);
            Assert.StartsWith($"sweeps/{Damaged}/spec.json ", line.Reason);
            Assert.Contains("Restore this file, or delete the sweep.", line.Reason);
            foreach (Func<Task> question in (Func<Task>[])[
                () => service.GetAsync(Damaged), () => service.ResultsAsync(Damaged), () => service.ReportAsync(Damaged),
                () => service.CancelAsync(Damaged),
                () => service.ResumeAsync(Damaged), () => SweepFixture.SubmitAsync(service),
                async () => { await foreach (SweepUpdate _ in service.WatchAsync(Damaged)) { } }])
                Assert.Equal(line.Reason, (await Assert.ThrowsAsync<DamagedSweepException>(question)).Message);
            await service.DeleteAsync(Damaged);
            Assert.Equal(["new", Other], (await service.ListAsync()).Select(sweep => sweep.Id).Order(StringComparer.Ordinal));
            Assert.False(Directory.Exists(Path.GetDirectoryName(file)));
        }

        // Submitted again, with its data, it has what it had: what is damaged is made again.
        await SweepFixture.SubmitAsync(service);
        Assert.Equal(SweepStatus.Completed, (await SweepFixture.EndAsync(service)).Status);
        Assert.Equal(expected, await File.ReadAllBytesAsync(Path.Combine(folder.Path, SweepPaths.ResultsCsv(Damaged))));
        await service.ReportAsync(Damaged);
    }

    [Fact]
    public async Task A_damaged_dataset_is_named_with_what_to_do_by_the_sweeps_that_need_it()
    {
        using TemporaryFolder folder = new();
        await FillAsync(folder.Path);
        await DamageAsync(folder.Path, "dataset", "truncated");
        await using InProcessSweepService service = InProcessSweepService.OpenFolder(folder.Path, SweepFixture.Options());

        Assert.Equal(SweepStatus.Completed, (await service.GetAsync(Damaged))!.Summary.Status); // its results are whole
        DamagedSweepException error = await Assert.ThrowsAsync<DamagedSweepException>(() => service.ReportAsync(Damaged));
        Assert.StartsWith("datasets/", error.Message);
        Assert.Contains("is missing or damaged. Submit the sweep again with its data", error.Message);
        Assert.Contains("is damaged. Store the dataset again",
            (await Assert.ThrowsAsync<InvalidSpecException>(() => service.ResumeAsync(Damaged))).Message);
    }

    [Fact]
    public async Task A_spec_of_another_version_is_no_reason_to_stop()
    {
        using TemporaryFolder folder = new();
        await FillAsync(folder.Path);
        string spec = Path.Combine(folder.Path, SweepPaths.Definition(Damaged));
        SweepDefinition definition = SealedJson.Open<SweepDefinition>(await File.ReadAllBytesAsync(spec))!;
        await File.WriteAllBytesAsync(spec,
            SealedJson.Seal(definition with { Spec = definition.Spec with { Strategies = ["e", "diffusion"] } }));
        await using InProcessSweepService service = InProcessSweepService.OpenFolder(folder.Path, SweepFixture.Options());

        Assert.Equal([SweepStatus.Damaged, SweepStatus.Completed],
            (await service.ListAsync()).OrderBy(sweep => sweep.Id != Damaged).Select(sweep => sweep.Status));
        Assert.Contains("'diffusion'", (await service.ListAsync()).Single(sweep => sweep.Id == Damaged).Reason);
    }

    /// <summary>Two ended sweeps.</summary>
    /// <returns>The results of each.</returns>
    private static async Task<byte[]> FillAsync(string folder)
    {
        WatchedStore completed = await SweepFixture.CompletedAsync();
        FileArtifactStore store = new(folder);
        foreach ((string path, byte[] bytes) in completed.Artifacts)
        {
            await store.WriteAsync(path, bytes);
            if (!path.StartsWith(SweepPaths.Sweep(Damaged), StringComparison.Ordinal)) continue;
            string copy = SweepPaths.Sweep(Other) + path[SweepPaths.Sweep(Damaged).Length..];
            await store.WriteAsync(copy, copy == SweepPaths.Definition(Other)
                ? SealedJson.Seal(SealedJson.Open<SweepDefinition>(bytes)! with { Id = Other })
                : copy == SweepPaths.Ending(Other) ? SealedJson.Seal(SealedJson.Open<SweepSummary>(bytes)! with { Id = Other }) : bytes);
        }
        return completed.Artifacts[SweepPaths.ResultsCsv(Damaged)];
    }

    private static async Task<string> DamageAsync(string folder, string artifact, string damage)
    {
        string file = artifact == "dataset"
            ? Directory.GetFiles(Path.Combine(folder, "datasets")).Single() : Path.Combine(folder, SweepPaths.Sweep(Damaged), artifact);
        if (artifact.EndsWith("/checkpoint", StringComparison.Ordinal))
        {
            // Of a training that was under way.
            File.Delete(Path.Combine(Path.GetDirectoryName(file)!, "result.json"));
            File.Delete(Path.Combine(folder, SweepPaths.Ending(Damaged)));
        }
        byte[] whole = File.Exists(file) ? await File.ReadAllBytesAsync(file) : [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7))];
        switch (damage)
        {
            case "truncated":
                await File.WriteAllBytesAsync(file, whole[..(whole.Length / 2)]);
                break;
            case "emptied":
                await File.WriteAllBytesAsync(file, []);
                break;
            case "garbage":
                await File.WriteAllBytesAsync(file, [.. whole.Select(b => (byte)(b ^ 0x5a))]);
                break;
            default:
                File.Delete(file);
                File.CreateSymbolicLink(file, file); // no process can read it, not even root's
                break;
        }
        return file;
    }
}
