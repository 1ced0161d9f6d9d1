namespace IonSweep.Client.Tests;

/// <summary>The commands around a sweep: its spec and its data.</summary>
public sealed class SpecAndDataTests
{
    [Theory]
    [InlineData("--preset", "quick")]
    [InlineData("--preset", "paper")]
    [InlineData("--preset", "custom", "--folds", "3", "--seed", "5", "--strategies", "vae-u,cvae-n", "--targets", "Zn2+", "Li")]
    public async Task Spec_show_prints_what_reads_back_as_the_same_spec(params string[] args)
    {
        using SmallSweep sweep = new();
        string shown = (await IonSweepProcess.RunAsync(sweep.Folder, ["spec", "show", .. args])).Expect(0).Output;
        sweep.Write("shown.yaml", shown);
        Assert.Equal(shown, (await IonSweepProcess.RunAsync(sweep.Folder, "spec", "show", "shown.yaml")).Expect(0).Output);
        foreach (string key in (string[])["folds:", "learningRate:", "latents:", "alpha:"]) Assert.Contains(key, shown);
    }

    [Fact]
    public async Task Spec_validate_says_what_would_be_trained()
    {
        using SmallSweep sweep = new();
        string output = (await IonSweepProcess.RunAsync(sweep.Folder, "spec", "validate", "short.yaml")).Expect(0).Output;
        Assert.Contains("18 cells", output);
        Assert.Contains("Shortened protocol:", output);
    }

    [Fact]
    public async Task A_spec_finds_its_data_beside_itself_from_any_folder()
    {
        using SmallSweep sweep = new();
        Directory.CreateDirectory(Path.Combine(sweep.Folder, "elsewhere"));
        (await IonSweepProcess.RunAsync(Path.Combine(sweep.Folder, "elsewhere"), "spec", "validate", "../short.yaml")).Expect(0);
    }

    [Fact]
    public async Task Data_info_describes_a_table()
    {
        using SmallSweep sweep = new();
        string output = (await IonSweepProcess.RunAsync(sweep.Folder, "data", "info", "small.csv")).Expect(0).Output;
        foreach (string part in (string[])["60 spectra", "12 channels", "400", "510", "Cu2+", "Ni2+", "42/12/6"])
            Assert.Contains(part, output);
    }

    [Fact]
    public async Task Simulated_data_stays_simulated_through_a_file()
    {
        using SmallSweep sweep = new();
        (await IonSweepProcess.RunAsync(sweep.Folder, "data", "simulate", "--every-nth", "50", "--out", "sim.csv")).Expect(0);
        string output = (await IonSweepProcess.RunAsync(sweep.Folder, "data", "info", "sim.csv")).Expect(0).Output;
        Assert.Contains("Simulated data:", output);
        Assert.Contains("75 spectra", output);
        Assert.Contains("911 channels", output);
    }

    [Fact]
    public async Task Data_export_writes_the_sweeps_own_data_and_its_generated_patterns()
    {
        using SmallSweep sweep = new();
        (await IonSweepProcess.RunAsync(sweep.Folder, "run", "short.yaml", "--folds", "1", "--out", "done")).Expect(0);
        (await IonSweepProcess.RunAsync(sweep.Folder, "data", "export", "done", "--out", "again.csv")).Expect(0);
        (await IonSweepProcess.RunAsync(sweep.Folder, "data", "export", "done", "--fold", "0", "--strategy", "vae-n", "--out",
            "generated.csv")).Expect(0);

        string generated = (await IonSweepProcess.RunAsync(sweep.Folder, "data", "info", "generated.csv")).Expect(0).Output;
        Assert.Contains("42 spectra", generated);
        Assert.Contains("12 channels", generated);
        // The exported data is the same dataset: the sweep accepts it as its own.
        File.Move(Path.Combine(sweep.Folder, "again.csv"), Path.Combine(sweep.Folder, "small.csv"), overwrite: true);
        (await IonSweepProcess.RunAsync(sweep.Folder, "run", "short.yaml", "--folds", "1", "--out", "done")).Expect(0);
    }

    [Theory]
    [InlineData("run", "--threads")]
    [InlineData("data", "simulate")]
    [InlineData("spec", "validate")]
    public async Task Help_lists_options_and_commands(string command, string expected)
    {
        using SmallSweep sweep = new();
        Assert.Contains(expected, (await IonSweepProcess.RunAsync(sweep.Folder, command, "--help")).Expect(0).Output);
    }
}
