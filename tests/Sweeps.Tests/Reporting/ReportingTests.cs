using System.Globalization;
using System.Text.Json;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;

namespace IonSweep.Sweeps.Tests.Reporting;

/// <summary>What readers and programs get from a sweep's records.</summary>
public sealed class ReportingTests
{
    private static readonly CellResult Trained = new()
    {
        Fold = 0,
        Target = "zn2",
        Strategy = "vae-u",
        Mae = 0.1 + 0.2,
        Rmse = 0.5,
        R2 = 0.9,
        Bias = -0.01,
        TrainingRows = 7,
        SyntheticRows = 7,
        Epochs = 400,
        BestEpoch = 380,
        BestValidationLoss = 0.02,
        CapHit = true,
        Trainer = "cpu",
        NumericsVersion = 1,
        ModelSha256 = "ab",
    };

    [Fact]
    public void The_error_table_has_verdicts_and_a_dash_for_what_was_not_trained()
    {
        ReportTable table = ErrorTable.Of(Results());
        Assert.Equal(["Target", "E", "E+VAE(u)"], table.Columns);
        Assert.Equal(["Zn2+ (M)", "0.120 ± 0.010", "0.100 ± 0.012 better"], table.Rows[0]);
        Assert.Equal(["Li (M)", "0.040 ± 0.010", "–"], table.Rows[1]);
    }

    [Fact]
    public void A_difference_stands_with_interval_both_p_values_and_what_could_have_been_seen()
    {
        ReportTable table = DifferenceTable.Of(Results());
        IReadOnlyList<string> row = Assert.Single(table.Rows);
        Assert.Equal(["Zn2+ (M)", "E+VAE(u)", "8", "-0.020", "-17 %", "-0.030 … -0.010", "0.003", "0.012", "0.009", "better"], row);
    }

    [Fact]
    public void Equivalence_stands_with_its_margin_and_the_second_reading() => Assert.Equal(
        ["Zn2+ (M)", "E+VAE(u)", "E", "0.0060", "0.900", "0.900", "98 %", "2.0 %", "0 %"],
        Assert.Single(EquivalenceTable.Of(Results()).Rows));

    [Fact]
    public void Summaries_of_earlier_versions_read_on()
    {
        const string old = """{"pairs":8,"meanDifference":-0.1,"lower":-0.2,"upper":0.1,"p":0.3,"holmP":0.9,"verdict":"notShown"}""";
        Comparison read = JsonSerializer.Deserialize<Comparison>(old, SweepJson.Compact)!;
        Assert.Equal((Verdict.NotShown, "not shown"), (read.Verdict, NumberText.Verdict(read)));
        Assert.True(double.IsNaN(read.DifferencePercent));
        Comparison now = Results().Aggregates[1].Comparison!;
        Assert.Equal(now, JsonSerializer.Deserialize<Comparison>(JsonSerializer.Serialize(now, SweepJson.Compact), SweepJson.Compact));
    }

    [Fact]
    public void Numbers_of_results_csv_read_back_as_the_same_bits_and_reasons_keep_their_commas()
    {
        StringWriter text = new(CultureInfo.InvariantCulture);
        ResultsCsv.Write(text, Results());
        string[] lines = text.ToString().Split('\n');
        Assert.Equal(4, lines.Length); // header, two cells, nothing after the last line feed
        string[] names = lines[0].Split(','), values = lines[1].Split(',');
        Assert.Equal(0.1 + 0.2, double.Parse(values[Array.IndexOf(names, "mae")], CultureInfo.InvariantCulture));
        Assert.Equal(("simulated", "shortened"), (values[Array.IndexOf(names, "data")], values[Array.IndexOf(names, "protocol")]));
        Assert.Contains("\"loss is NaN, at epoch 3\"", lines[2]);
        Assert.StartsWith("1,li,Li,M,e,E,,,,,", lines[2]);
    }

    [Fact]
    public void The_summary_is_json_without_nan_and_says_what_was_shortened_and_simulated()
    {
        using JsonDocument json = JsonDocument.Parse(SummaryJson.Write(Report()));
        Assert.Equal(
            ["Simulated data: absorption, seed 1.", "Shortened protocol: 2 instead of 8 folds."],
            json.RootElement.GetProperty("labels").EnumerateArray().Select(l => l.GetString()));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("syntheticSets")[0].GetProperty("measuredPassRate").ValueKind);
        Assert.Equal("better", json.RootElement.GetProperty("aggregates")[1].GetProperty("comparison").GetProperty("verdict").GetString());
    }

    [Fact]
    public void Warnings_name_failures_caps_and_low_acceptance()
    {
        IReadOnlyList<string> warnings = ReportWarnings.Of(Results());
        Assert.Contains(warnings, w => w.Contains("Fold 1, li, e failed: loss is NaN", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.StartsWith("1 of 2 cells stopped at the epoch cap", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.StartsWith("Only 2.0 % of the spectra drawn for vae-u", StringComparison.Ordinal));
    }

    [Fact]
    public void The_report_carries_labels_warnings_tables_and_how_to_read_them()
    {
        string report = MarkdownReport.Write(Report());
        foreach (string part in (string[])
            ["**Simulated data: absorption, seed 1.**", "**Shortened protocol: 2 instead of 8 folds.**", "## Warnings",
                "| Zn2+ (M) | 0.120 ± 0.010 | 0.100 ± 0.012 better |",
             "Holm p < 0.05", "| E+VAE(u) | 0 | 7 | 350 | 2.0 % | – | zn2 98 % |"])
            Assert.Contains(part, report);
    }

    private static SweepReport Report() => new()
    {
        Spec = new SweepSpec { Folds = 2 },
        Results = Results(),
        Timings = [new WorkTiming("cells/0/zn2/vae-u", DateTime.UnixEpoch, 2, 400, "here", false)],
        Dataset = new DatasetFacts(10, 10, [400, 410], [new TargetFacts("zn2", "Zn2+", "M", 0, 1), new TargetFacts("li", "Li", "M", 0, 1)]),
    };

    private static SweepResults Results() => new(
        new SweepSummary("test", SweepStatus.CompletedWithFailures, new DatasetReference("sim", "00", true, "absorption, seed 1"), "quick",
            "2 instead of 8 folds", DateTime.UnixEpoch, 5, 5, 1, ""),
        [Trained, new CellResult { Fold = 1, Target = "li", Strategy = "e", Failure = new WorkFailure("loss is NaN, at epoch 3") }],
        [
            new StrategyAggregate { Target = "zn2", TargetName = "Zn2+", Unit = "M", Strategy = "e", StrategyName = "E", Folds = 8,
                MeanMae = 0.12, SdMae = 0.01 },
            new StrategyAggregate
            {
                Target = "zn2", TargetName = "Zn2+", Unit = "M", Strategy = "vae-u", StrategyName = "E+VAE(u)", Folds = 8, MeanMae = 0.1,
                SdMae = 0.012,
                Comparison = new Comparison
                {
                    Pairs = 8, MeanDifference = -0.02, Lower = -0.03, Upper = -0.01, P = 0.003, HolmP = 0.012, SmallestDetectable = 0.009,
                    ReferenceMae = 0.12, Margin = 0.006, EquivalenceP = 0.9, HolmEquivalenceP = 0.9,
                    Posterior = new Posterior(0.98, 0.02, 0),
                    Verdict = Verdict.Better,
                },
            },
            new StrategyAggregate { Target = "li", TargetName = "Li", Unit = "M", Strategy = "e", StrategyName = "E", Folds = 8,
                MeanMae = 0.04, SdMae = 0.01 },
        ],
        [new SyntheticSetResult { Fold = 0, Strategy = "vae-u", Kept = 7, Drawn = 350,
            RejectedBy = new Dictionary<string, int> { ["zn2"] = 343, ["li"] = 0 } }]);
}
