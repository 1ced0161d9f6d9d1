using FsCheck;
using FsCheck.Fluent;
using IonSweep.Learning.Networks;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Tests.Specification;

public class SpecReaderTests
{
    [Fact]
    public void A_spec_takes_what_it_leaves_out_from_its_preset()
    {
        SweepSpec spec = SpecReader.Read("preset: paper\nfolds: 3\nregression:\n  hidden: [32]\n");
        Assert.Equal(3, spec.Folds);
        Assert.Equal([32], spec.Regression.Hidden);
        Assert.Equal(250, spec.Regression.Patience);
        Assert.Equal(TargetScalingKind.Raw, spec.TargetScaling);
        Assert.Equal(TargetScalingKind.Standardized, SpecReader.Read("folds: 3").TargetScaling);
    }

    [Fact]
    public void Json_is_accepted()
    {
        SweepSpec spec =
            SpecReader.Read("""{ "folds": 2, "generator": { "uniformWidth": "3sd", "labelRange": "min..max" }, "targets": ["Zn2+"] }""");
        Assert.Equal(2, spec.Folds);
        Assert.Equal(UniformWidth.ThreeSd, spec.Generator.UniformWidth);
        Assert.Equal(LabelRange.MinToMax, spec.Generator.LabelRange);
        Assert.Equal(["Zn2+"], spec.Targets);
    }

    [Theory]
    [InlineData("folds: 2\nregresion:\n  patience: 3\n", "regresion", "line 2", "did you mean 'regression'?")]
    [InlineData("regression:\n  patence: 3\n", "regression.patence", "line 2", "did you mean 'patience'?")]
    [InlineData("folds: many\n", "folds", "line 1", "whole number, found 'many'")]
    [InlineData("folds: '8'\n", "folds", "line 1", "whole number")]
    [InlineData("folds: 2.5\n", "folds", "line 1", "whole number, found '2.5'")]
    [InlineData("folds: 99999999999\n", "folds", "line 1", "whole number")]
    [InlineData("folds:\n", "folds", "line 1", "found no value")]
    [InlineData("folds: [1]\n", "folds", "line 1", "found a list")]
    [InlineData("folds: 0\n", "folds", "folds", "expected 1 to")]
    [InlineData("seed: 1\nscaling: trainig\n", "scaling", "line 2", "did you mean 'training'?")]
    [InlineData("targets: zn2\n", "targets", "line 1", "expected a list")]
    [InlineData("data: simulate\n", "data", "line 1", "expected keys and values")]
    [InlineData("regression: { batchSize: 0 }\n", "regression.batchSize", "regression.batchSize", "expected 1 to")]
    [InlineData("regression: { learningRate: .nan }\n", "regression.learningRate", "line 1", "expected a number")]
    [InlineData("regression: { hidden: [] }\n", "regression.hidden", "regression.hidden", "1 to 16 hidden layers")]
    [InlineData("strategies: [vaen]\n", "strategies", "strategies", "did you mean 'vae-n'?")]
    [InlineData("preset: papr\n", "preset", "preset", "did you mean 'paper'?")]
    [InlineData("data: { source: simulat }\n", "data.source", "data.source", "did you mean 'simulate'?")]
    [InlineData("data: { source: stored, sha256: abc }\n", "data.sha256", "data.sha256", "64 lower-case hexadecimal")]
    [InlineData("folds: 1\nfolds: 2\n", "", "line 2", "Duplicate key")]
    [InlineData("folds: [1\n", "", "line", "spec")]
    [InlineData("", "", "spec", "is empty")]
    [InlineData("- 1\n", "", "line 1", "expected keys and values")]
    [InlineData("a: &x 1\nb: *x\n", "", "line 2", "aliases are not supported")]
    public void What_cannot_be_used_is_refused_by_name_and_line(string text, string field, string where, string what)
    {
        InvalidSpecException e = Assert.Throws<InvalidSpecException>(() => SpecReader.Read(text));
        Assert.Equal(field, e.Field);
        Assert.Contains(where, e.Message);
        Assert.Contains(what, e.Message);
    }

    [Fact]
    public void Deep_nesting_is_refused_before_it_exhausts_the_stack() =>
        Assert.Contains(
            "nested levels", Assert.Throws<InvalidSpecException>(() => SpecReader.Read("targets: " + new string('[', 100_000))).Message);

    [Theory]
    [InlineData(SpecPresets.Paper)]
    [InlineData(SpecPresets.Quick)]
    [InlineData(SpecPresets.Custom)]
    public void Every_preset_reads_back_as_it_was_written(string preset)
    {
        string yaml = SpecWriter.ToYaml(SpecPresets.Get(preset));
        Assert.Equal(yaml, SpecWriter.ToYaml(SpecReader.Read(yaml)));
        Assert.DoesNotContain(yaml.Split('\n'), line => line.Length > 0 && !line.Contains('#') && !line.EndsWith(':'));
    }

    [Fact]
    public void Any_spec_reads_back_as_it_was_written() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<long>(), ArbMap.Default.ArbFor<PositiveInt>(), (text, seed, n) =>
        {
            string usable = new([.. text.Item.Where(c => !char.IsSurrogate(c) && (c >= ' ' || c is '\t' or '\n'))]);
            SweepSpec spec = new()
            {
                Seed = seed,
                Data = new DataSpec { Source = "file", File = "x" + usable },
                Targets = [usable, "null", "~", "1", "a: b # c", "'", "\""],
                Regression = new RegressionSpec { LearningRate = 1.0 / n.Item, Hidden = [n.Item, 1] },
                Generator = new GeneratorSpec { DecoderInput = DecoderInput.Sigmoid, UniformWidth = UniformWidth.Sqrt3 },
            };
            Assert.Empty(SpecDifferences.Between(spec, SpecReader.Read(SpecWriter.ToYaml(spec))));
            Assert.Equal(spec.Data, SpecReader.Read(SpecWriter.ToYaml(spec)).Data);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_text_does_anything_but_be_read_or_refused()
    {
        string yaml = SpecWriter.ToYaml(SpecPresets.Get(SpecPresets.Quick));
        string[] pieces = ["folds", ": ", "\n", "  ", "- ", "[", "]", "{", "}", "&a ", "*a", "!!int ", "|\n", "\"", "'", "#", "1", "1e999",
            ".nan", "null", "data", "targets", "\u0000", "%YAML 9.9\n", "---\n", "? ", "\t", "ä"];
        Gen<string> random = Gen.Elements(pieces).ArrayOf().Select(string.Concat);
        Gen<string> edited = Gen.Choose(0, yaml.Length).SelectMany(at => Gen.Elements(pieces), (at, piece) => yaml.Insert(at, piece));
        Gen<string> cut = Gen.Choose(0, yaml.Length).Select(at => yaml[..at]);
        Prop.ForAll(Gen.OneOf(random, edited, cut).ToArbitrary(), text =>
        {
            try
            {
                SpecReader.Read(text);
            }
            catch (InvalidSpecException e)
            {
                Assert.NotEqual("", e.Message);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void A_short_text_of_any_preset_reads_back_as_the_same_spec()
    {
        foreach (SpecPreset preset in SpecPresets.All)
        {
            SweepSpec changed = preset.Spec with { Seed = 7, Targets = ["zn2"], Trust = preset.Spec.Trust with { Coverage = 0.8 } };
            foreach (SweepSpec spec in (SweepSpec[])[preset.Spec, changed])
                Assert.Equal(SpecWriter.ToYaml(spec), SpecWriter.ToYaml(SpecReader.Read(SpecWriter.ToShortYaml(spec))));
        }
        Assert.Equal("preset: quick\n", SpecWriter.ToShortYaml(SpecPresets.Get(SpecPresets.Quick)));
    }

    [Theory]
    [InlineData("preset: custom\nfolds: 0\n", "folds", 2)]
    [InlineData("preset: custom\nsearch:\n  race: 1\n  innerFolds: 1\n", "search.innerFolds", 4)]
    [InlineData("search:\n  pipelines:\n  - []\n  - [{kind: savitzkyGolay, window: 4}]\n", "search.pipelines[1][0].window", 4)]
    [InlineData("preset: custom\nmodels: [pls, plz]\n", "models", 2)]
    [InlineData("preset: custom\nseed: [\n", "", 3)]
    public void An_error_tells_the_line_of_its_field(string text, string field, int line)
    {
        InvalidSpecException error = Assert.Throws<InvalidSpecException>(() => SpecReader.Read(text));
        Assert.Equal((field, line), (error.Field, error.Line));
    }
}
