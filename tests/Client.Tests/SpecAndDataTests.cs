using MiniExcelLibs;

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
    public async Task Data_info_reads_the_sheet_and_the_samples_that_it_is_told()
    {
        using SmallSweep sweep = new();
        MiniExcel.SaveAs(Path.Combine(sweep.Folder, "book.xlsx"), new Dictionary<string, object>
        {
            ["notes"] = new[] { new { About = "a calibration" } },
            ["spectra"] = Enumerable.Range(0, 30).Select(i => new Dictionary<string, object>
            {
                ["Vial"] = $"v{i / 2}",
                ["Fat (%)"] = 3 + 0.1 * (i / 2),
                ["1100"] = 0.1 + 0.01 * i,
                ["1102"] = 0.2 + 0.013 * i,
            }),
        });
        string output = (await IonSweepProcess.RunAsync(
            sweep.Folder, "data", "info", "book.xlsx", "--sheet", "spectra", "--id", "Vial")).Expect(0).Output;
        Assert.Contains("30 spectra, 2 channels from 1100 to 1102 nm", output);
        Assert.Contains("15 samples", output);
        Assert.Contains("it has notes, spectra", (await IonSweepProcess.RunAsync(
            sweep.Folder, "data", "info", "book.xlsx", "--sheet", "spectrum")).Expect(2).Error);
    }

    [Fact]
    public async Task Data_info_describes_spectra_without_targets_and_warns_of_them()
    {
        using SmallSweep sweep = new();
        sweep.Write("new.csv", "# ordinate: absorbance\n4000 cm-1,3990 cm-1,3980 cm-1\n0.1,0.5,0.4\n0.1,0.5,0.4\n0.1,3.5,0.2\n");
        string output = (await IonSweepProcess.RunAsync(sweep.Folder, "data", "info", "new.csv", "--html", "new.html")).Expect(0).Output;
        foreach (string part in (string[])["3 spectra, 3 channels from 3980 to 4000 cm⁻¹, absorbance", "There are no targets",
            "Warning: Channel 4000 cm⁻¹ is constant", "Warning: Rows 1 and 2 hold the same spectrum",
            "Warning: Row 3 has absorbance above 3"])
            Assert.Contains(part, output);
        Assert.Contains("wavenumber", File.ReadAllText(Path.Combine(sweep.Folder, "new.html")));
        Assert.Contains("there are no targets", (await IonSweepProcess.RunAsync(
            sweep.Folder, "data", "info", "new.csv", "--html", "new.html", "--target", "fat")).Expect(2).Error);
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

    [Fact]
    public async Task Data_convert_changes_values_and_axis_and_what_it_writes_reads_back()
    {
        using SmallSweep sweep = new();
        sweep.Write("ir.csv", "# ordinate: transmittance-percent\nsample,fat (%),4000 cm-1,3000 cm-1,2000 cm-1\na,1.5,100,10,1\n");
        string output = (await IonSweepProcess.RunAsync(sweep.Folder, "data", "convert", "ir.csv", "--to", "absorbance", "--axis", "um",
            "--out", "a.safetensors")).Expect(0).Output;
        Assert.Contains("transmittance in per cent at 3 channels from 2000 to 4000 cm⁻¹ became absorbance at 3 channels from 2.5 to 5 µm",
            output);
        (await IonSweepProcess.RunAsync(sweep.Folder, "data", "convert", "a.safetensors", "--axis", "cm-1", "--out", "b.csv")).Expect(0);
        Assert.Equal("# ordinate: absorbance\nsample,fat (%),2000 cm-1,3000 cm-1,4000 cm-1\na,1.5,2,1,0\n",
            File.ReadAllText(Path.Combine(sweep.Folder, "b.csv")));

        sweep.Write("new.csv", "400,410\n0.5,0\n");
        Assert.Contains("--from", (await IonSweepProcess.RunAsync(
            sweep.Folder, "data", "convert", "new.csv", "--to", "absorbance", "--out", "c.csv")).Expect(2).Error);
        Assert.Contains("row 1, channel 2 at 410 nm: transmittance 0; expected a value above 0", (await IonSweepProcess.RunAsync(
            sweep.Folder, "data", "convert", "new.csv", "--from", "transmittance", "--to", "absorbance", "--out", "c.csv")).Expect(2)
            .Error);
        Assert.Contains("expected absorbance, transmittance", (await IonSweepProcess.RunAsync(
            sweep.Folder, "data", "convert", "new.csv", "--to", "colour", "--out", "c.csv")).Expect(2).Error);
        (await IonSweepProcess.RunAsync(sweep.Folder, "data", "convert", "new.csv", "--from", "absorbance", "--to", "transmittance",
            "--out", "c.csv")).Expect(0);
        Assert.Contains("without targets are no dataset", (await IonSweepProcess.RunAsync(
            sweep.Folder, "data", "convert", "new.csv", "--from", "absorbance", "--out", "c.safetensors")).Expect(2).Error);
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
