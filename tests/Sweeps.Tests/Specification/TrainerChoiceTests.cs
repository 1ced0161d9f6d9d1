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
    [InlineData("cpu", "torch", new[] { "torch" }, "cpu")]
    [InlineData("torch", null, new[] { "cpu" }, "torch")]
    public void Auto_becomes_a_definite_trainer_and_others_stay(string asked, string? stored, string[] offered, string expected) =>
        Assert.Equal(expected, TrainerChoice.Resolve(new SweepSpec { Trainer = asked }, stored, offered).Trainer);
}
