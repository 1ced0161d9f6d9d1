namespace IonSweep.Client.Tests;

/// <summary>What cannot be used ends with exit code 2 and a message that says where and what was expected.</summary>
public sealed class BadInputTests
{
    public static TheoryData<string, string[]> BadTables => new()
    {
        { "A (M),400,410\n1,0.1,0.2\n2,0.3\n", ["bad.csv", "line 3", "column 3"] },
        { "A (M),400,410\n1,0.1,0.2\n2,x,0.4\n", ["bad.csv", "line 3", "column 2", "'400'", "'x'"] },
        { "A (M),400,410\n1,0.1,NaN\n2,0.3,0.4\n", ["bad.csv", "line 2", "column 3", "'410'"] },
        { "A (M),400,410\n1,0.1,0.2\nx,0.3,0.4\n", ["bad.csv", "line 3", "column 1", "'A (M)'"] },
        { "A (M),400,400\n1,0.1,0.2\n2,0.3,0.4\n", ["bad.csv", "line 1", "column 3", "400"] },
        { "400,410\n0.1,0.2\n", ["bad.csv", "target"] },
        { "A (M),400,410\n1,0.1,0.2\n2,0.3,0.4\n", ["rows"] },
    };

    public static TheoryData<string, string[]> BadSpecs => new()
    {
        { "folds: 0", ["folds", "0"] },
        { "fold: 3", ["fold", "did you mean 'folds'"] },
        { "folds: three", ["folds", "three"] },
        { "regression: { batchsize: 3 }", ["batchsize", "batchSize"] },
        { "strategies: [vae-m]", ["vae-m", "did you mean 'vae-n'"] },
        { "targets: [Xx]", ["Xx", "cu2"] },
        { "trainer: gpu", ["trainer", "gpu"] },
        { "folds: [", ["bad.yaml"] },
    };

    public static TheoryData<string[], string[]> BadLines => new()
    {
        { ["run", "--preset", "quik"], ["quik", "did you mean 'quick'"] },
        { ["run", "missing.yaml"], ["missing.yaml"] },
        { ["run", "--data", "missing.csv"], ["missing.csv"] },
        { ["run", "short.yaml", "--preset", "paper"], ["--preset"] },
        { ["run", "short.yaml", "--threads", "0"], ["--threads"] },
        { ["run", "short.yaml", "--folds", "many"], ["--folds", "many"] },
        { ["run", "--fold", "3"], ["--fold"] },
        { ["stats", "somewhere"], ["stats"] },
        { ["status", "nowhere"], ["nowhere"] },
        { ["results", "."], ["no sweep"] },
        { ["data", "info", "missing.csv"], ["missing.csv"] },
    };

    [Theory]
    [MemberData(nameof(BadTables))]
    public Task A_bad_table_is_refused_naming_the_place(string csv, string[] expected) =>
        RefusedAsync(s => s.Write("bad.csv", csv), ["run", "short.yaml", "--data", "bad.csv", "--out", "x"], expected);

    [Theory]
    [MemberData(nameof(BadSpecs))]
    public Task A_bad_spec_is_refused_naming_the_field(string line, string[] expected) =>
        RefusedAsync(s => s.Write("bad.yaml", "data: { source: file, file: small.csv }\n" + line + "\n"), ["run", "bad.yaml", "--out", "x"],
            expected);

    [Theory]
    [MemberData(nameof(BadLines))]
    public Task A_bad_command_line_is_refused_naming_the_argument(string[] args, string[] expected) =>
        RefusedAsync(_ => { }, args, expected);

    [Theory]
    [InlineData("stats", "status")]
    [InlineData("rum", "run")]
    public async Task An_unknown_command_gets_a_suggestion(string mistyped, string meant)
    {
        using SmallSweep sweep = new();
        IonSweepProcess.Ended ended = (await IonSweepProcess.RunAsync(sweep.Folder, mistyped)).Expect(2);
        Assert.Contains(meant, ended.Output + ended.Error);
    }

    [Fact]
    public async Task An_unknown_option_gets_a_suggestion()
    {
        using SmallSweep sweep = new();
        IonSweepProcess.Ended ended = (await IonSweepProcess.RunAsync(sweep.Folder, "run", "--stategies", "e")).Expect(2);
        Assert.Contains("--strategies", ended.Output + ended.Error);
    }

    private static async Task RefusedAsync(Action<SmallSweep> prepare, string[] args, string[] expected)
    {
        using SmallSweep sweep = new();
        prepare(sweep);
        IonSweepProcess.Ended ended = (await IonSweepProcess.RunAsync(sweep.Folder, args)).Expect(2);
        foreach (string part in expected) Assert.Contains(part, ended.Error);
        Assert.DoesNotContain("   at ", ended.Error); // no stack trace
        Assert.False(File.Exists(Path.Combine(sweep.Folder, "x", "results.csv")));
    }
}
