using IonSweep.Spectra;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Tests.Specification;

public class ModelSpecTests
{
    [Fact]
    public void Families_preprocessing_and_trust_survive_a_round_through_yaml()
    {
        SweepSpec spec = new()
        {
            Models = ["pls", "cnn-multitask"],
            Strategies = ["e", "sim"],
            Preprocessing = [new StandardNormalVariate(),
                new SavitzkyGolay { Window = 7, Derivative = 1, Delta = 0.5 }],
            Data = new DataSpec { Simulator = DataSources.Libs, Samples = 50, ShotsPerSample = 3, ChannelStep = 1.5 },
            Trust = new TrustSpec { Evaluate = true, Coverage = 0.8 },
        };
        SweepSpec read = SpecReader.Read(SpecWriter.ToYaml(spec));
        Assert.Empty(SpecDifferences.Between(spec, read));
        Assert.Equal(spec.Data, read.Data);
        Assert.True(read.Trust.Evaluate);
        Assert.Equal(spec.Preprocessing, read.Preprocessing);
    }

    [Theory]
    [InlineData("models: [psl]", "there is no model 'psl'; did you mean 'pls'?")]
    [InlineData("models: []", "expected one or more of univariate, pls")]
    [InlineData("trust: {evaluate: yes}", "line 1: trust.evaluate: expected true or false, found 'yes'")]
    [InlineData("trust: {coverage: 1}", "trust.coverage: expected a number between 0 and 1")]
    [InlineData("preprocessing: [snv]", "line 1: preprocessing[0]: expected keys and values")]
    [InlineData("preprocessing: [{kind: sgolay}]", "preprocessing[0].kind: expected none or snv or savitzkyGolay or msc")]
    [InlineData("data: {simulator: lips}", "data.simulator: expected absorption or libs, found 'lips'")]
    [InlineData("data: {simulator: libs, channelStep: 0}", "data.channelStep: expected 0.02 to 50 nm")]
    [InlineData("data: {simulator: libs, samples: 100000, shotsPerSample: 1000}", "data.samples: 100000 samples")]
    [InlineData("simulation: {noise: shot}", "simulation.noise: expected total or replicates or none")]
    public void Unusable_values_are_refused_with_field_and_expectation(string yaml, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidSpecException>(() => SpecReader.Read(yaml)).Message);

    [Fact]
    public void Preprocessing_that_does_not_fit_the_spectra_is_refused_at_once()
    {
        SweepSpec spec = new() { Preprocessing = [new SavitzkyGolay { Window = 13 }] };
        string message = Assert.Throws<InvalidSpecException>(() => SpecResolver.Resolve(spec, SampleDatasets.Linear(channels: 12))).Message;
        Assert.Contains("preprocessing: Preprocessing step 1 has window 13", message);
    }

    [Fact]
    public void The_presets_of_models_compare_every_family_without_and_with_simulated_spectra()
    {
        foreach (string name in (string[])[SpecPresets.Models, SpecPresets.Libs])
        {
            SweepSpec spec = SpecPresets.Get(name);
            Assert.Equal(["univariate", "pls", "mlp", "mlp-group", "cnn-multitask"], spec.Models);
            Assert.Equal(["e", "sim"], spec.Strategies);
            Assert.Equal("", ProtocolShortcuts.Describe(spec));
        }
        Assert.Contains("multitask",
            ProtocolShortcuts.Describe(SpecPresets.Get(SpecPresets.Libs) with { Multitask = new MultitaskSpec { EpochCap = 10 } }));
    }

    [Fact]
    public async Task Simulated_emission_spectra_are_data_like_any_other()
    {
        DataSpec data = new() { Simulator = DataSources.Libs, Samples = 5, ShotsPerSample = 2, ChannelStep = 5 };
        SpectralDataset spectra = (await new DatasetLoader(new Service.WatchedStore()).LoadAsync(data)).Data;
        Assert.Equal((10, 141), (spectra.RowCount, spectra.ChannelCount));
        Assert.True(spectra.Origin.IsSimulated);
        Assert.Equal(["cr", "mn", "mo", "ni"], spectra.Targets.Select(target => target.Slug).Order());
    }
}
