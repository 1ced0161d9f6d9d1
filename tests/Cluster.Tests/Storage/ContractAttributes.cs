using IonSweep.Cluster.Tests.Processes;

// The contract of stores stands in this namespace. Compiled into this project its [Fact] and [Theory] mean these: they need Azurite.
namespace IonSweep.Sweeps.Tests.Storage;

[AttributeUsage(AttributeTargets.Method)]
public sealed class FactAttribute : Xunit.FactAttribute
{
    public FactAttribute() => Skip = Tools.WithoutAzurite;
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class TheoryAttribute : Xunit.TheoryAttribute
{
    public TheoryAttribute() => Skip = Tools.WithoutAzurite;
}
