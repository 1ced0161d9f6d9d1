using IonSweep.Learning.Cpu;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Tests.Specification;

public sealed class TrainerChoiceTests
{
    [Theory]
    [InlineData("auto", null, new[] { "cpu" }, "cpu")]
    [InlineData("auto", null, new[] { "cpu", "torch" }, "torch")]
    [InlineData("auto", "cpu", new[] { "cpu", "torch" }, "cpu")] // resubmitted: what it was begun with
    [InlineData("auto", "torch", new[] { "cpu" }, "torch")] // not offered now: that is said, not changed
    [InlineData("auto", null, new string[0], "auto")]
    [InlineData("auto", null, new[] { "torch" }, "torch")]
    [InlineData("cpu", "torch", new[] { "torch" }, "cpu")]
    [InlineData("torch", null, new[] { "cpu" }, "torch")]
    public void Auto_becomes_a_definite_trainer_and_others_stay(string asked, string? stored, string[] offered, string expected) =>
        Assert.Equal(expected, TrainerChoice.Resolve(new SweepSpec { Trainer = asked }, stored, [.. offered.Select(Offer)]).Trainer);

    [Fact]
    public void A_sweep_with_the_convolutional_network_is_the_cpus()
    {
        SweepSpec spec = new() { Trainer = "auto", Models = ["mlp", "cnn-multitask"] };
        Assert.Equal("cpu", TrainerChoice.Resolve(spec, null, [Offer("cpu"), Offer("torch")]).Trainer);
        Assert.Equal("auto", TrainerChoice.Resolve(spec, null, [Offer("torch")]).Trainer); // which then no silo offers

        InvalidSpecException refused = Assert.Throws<InvalidSpecException>(
            () => TrainerChoice.Check(spec with { Trainer = "torch" }, [Offer("cpu"), Offer("torch")]));
        Assert.Equal("trainer", refused.Field);
        Assert.Equal("trainer: 'torch' has no networks of kind 'cnn', which the models or strategies need; offered trainers that have "
            + "them: cpu.", refused.Message);
        TrainerChoice.Check(spec with { Trainer = "torch" }, [new TrainerOffer("torch", null)]); // a silo that does not say
    }

    private static TrainerOffer Offer(string name) => name == "torch" ? new("torch", ["mlp", "vae"]) : TrainerOffer.Of(new CpuTrainer());
}
