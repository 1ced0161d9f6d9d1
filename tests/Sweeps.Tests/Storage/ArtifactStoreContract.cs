using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Tests.Storage;

/// <summary>What every artifact store does. Derive, and make an empty store.</summary>
public abstract class ArtifactStoreContract
{
    protected abstract IArtifactStore Store { get; }

    [Fact]
    public async Task What_was_written_is_read()
    {
        Assert.Null(await Store.ReadAsync("a/b.json"));
        Assert.False(await Store.ExistsAsync("a/b.json"));
        await Store.WriteAsync("a/b.json", "one"u8.ToArray());
        Assert.Equal("one"u8.ToArray(), await Store.ReadAsync("a/b.json"));
        await Store.WriteAsync("a/b.json", "three"u8.ToArray());
        Assert.Equal("three"u8.ToArray(), await Store.ReadAsync("a/b.json"));
        Assert.True(await Store.ExistsAsync("a/b.json"));
        Assert.False(await Store.ExistsAsync("a"));
    }

    [Fact]
    public async Task Only_the_first_creation_counts()
    {
        Assert.True(await Store.TryCreateAsync("spec", "first"u8.ToArray()));
        Assert.False(await Store.TryCreateAsync("spec", "second"u8.ToArray()));
        Assert.Equal("first"u8.ToArray(), await Store.ReadAsync("spec"));
    }

    [Fact]
    public async Task Of_many_simultaneous_creations_one_wins_whole()
    {
        bool[] won = await Task.WhenAll(Enumerable.Range(0,
            16).Select(i => Task.Run(() => Store.TryCreateAsync("race", Encoding.ASCII.GetBytes(new string((char)('a' + i), 100_000))))));
        byte[] content = (await Store.ReadAsync("race"))!;
        Assert.Single(won, true);
        Assert.Equal((100_000, (byte)('a' + Array.IndexOf(won, true))), (content.Length, content.Distinct().Single()));
    }

    [Fact]
    public async Task A_reader_sees_the_old_or_the_new_artifact_whole()
    {
        await Store.WriteAsync("x/shared", new byte[50_000]);
        Task writer = Task.Run(async () =>
        {
            for (int i = 1; i <= 60; i++) await Store.WriteAsync("x/shared", Enumerable.Repeat((byte)i, 50_000 + i).ToArray());
        });
        while (!writer.IsCompleted)
        {
            byte[] seen = (await Store.ReadAsync("x/shared"))!;
            Assert.Equal(50_000 + seen[0], seen.Length);
            Assert.Single(seen.Distinct());
        }
        await writer;
    }

    [Fact]
    public async Task Listing_gives_all_paths_with_a_prefix_in_ordinal_order()
    {
        string[] paths = ["sweeps/a/cells/10/x", "sweeps/a/cells/2/x", "sweeps/a/spec.json", "sweeps/ab/spec.json", "datasets/00"];
        foreach (string path in paths) await Store.WriteAsync(path, "x"u8.ToArray());
        Assert.Equal(["sweeps/a/cells/10/x", "sweeps/a/cells/2/x", "sweeps/a/spec.json"], await List("sweeps/a/"));
        Assert.Equal(paths.Where(p => p.StartsWith("sweeps/a")).Order(StringComparer.Ordinal), await List("sweeps/a"));
        Assert.Equal(paths.Order(StringComparer.Ordinal), await List(""));
        Assert.Empty(await List("nothing/"));
    }

    [Fact]
    public async Task Deleting_removes_one_artifact_and_twice_is_no_error()
    {
        await Store.WriteAsync("a/b/c", "x"u8.ToArray());
        await Store.WriteAsync("a/b/d", "y"u8.ToArray());
        await Store.DeleteAsync("a/b/c");
        await Store.DeleteAsync("a/b/c");
        await Store.DeleteAsync("never/was");
        Assert.Equal(["a/b/d"], await List(""));
        await Store.DeleteAsync("a/b/d");
        await Store.WriteAsync("a", "now a file"u8.ToArray());
        Assert.Equal(["a"], await List(""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../up")]
    [InlineData("a/../../up")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("A")]
    [InlineData("a b")]
    [InlineData("a\\b")]
    [InlineData(".hidden")]
    [InlineData("a/.tmp")]
    [InlineData("c:/x")]
    [InlineData("a\0b")]
    [InlineData("ä")]
    public async Task A_path_that_is_none_is_refused_everywhere(string path)
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.ReadAsync(path));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.WriteAsync(path, new byte[1]));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.TryCreateAsync(path, new byte[1]));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.ExistsAsync(path));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.DeleteAsync(path));
    }

    [Fact]
    public void Any_content_survives() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), content =>
    {
        Store.WriteAsync("any/content", content).GetAwaiter().GetResult();
        Assert.Equal(content, Store.ReadAsync("any/content").GetAwaiter().GetResult());
    }).QuickCheckThrowOnFailure();

    private async Task<List<string>> List(string prefix)
    {
        List<string> paths = [];
        await foreach (string path in Store.ListAsync(prefix)) paths.Add(path);
        return paths;
    }
}
