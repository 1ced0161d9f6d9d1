using IonSweep.Silo.Options;
using Microsoft.Extensions.Configuration;

namespace IonSweep.Cluster.Tests.Node;

public sealed class OptionsTests
{
    [Fact]
    public void The_defaults_are_a_laptops()
    {
        NodeOptions options = Read();
        Assert.Equal((NodeRole.All, "", "ionsweep-server", 8080),
            (options.Role, options.Cluster.Redis, options.Storage.Folder, options.Http.Port));
        Assert.True(options is { IsSilo: true, IsGateway: true });
    }

    [Fact]
    public void The_command_line_wins_over_configuration()
    {
        ConfigurationBuilder configuration = new();
        configuration.AddInMemoryCollection(
            new Dictionary<string, string?> { ["IonSweep:Training:Slots"] = "3", ["IonSweep:Cluster:Id"] = "lab" });
        CommandLine.AddTo(configuration, CommandLine.Parse(["--slots", "5", "--role=silo"]));
        NodeOptions options = OptionsReader.Read(configuration.Build());
        Assert.Equal((5, "lab", NodeRole.Silo), (options.Training.Slots, options.Cluster.Id, options.Role));
    }

    [Theory]
    [InlineData("--role master", "Role")]
    [InlineData("--slots -1", "slots is -1; expected 0 or more.")]
    [InlineData("--slots many", "many")]
    [InlineData("--trainer cuda", "Trainer")]
    [InlineData("--gpu-devices all", "gpu-devices is 'all'; expected different numbers from 0 with commas between, such as 0,1.")]
    [InlineData("--gpu-devices 1,1", "gpu-devices is '1,1'")]
    [InlineData("--cuda-index -1", "cuda-index is -1; expected 0 or more.")]
    [InlineData("--group-size 0", "group-size is 0; expected 1 or more.")]
    [InlineData("--group-memory 0", "expected a positive number of GiB")]
    [InlineData("--group-wait -00:00:01", "expected 0 or a time such as 00:00:00.5")]
    [InlineData("--http-port 0", "http-port is 0; expected a port from 1 to 65535.")]
    [InlineData("--http-port 11111", "must differ")]
    [InlineData("--advertise silo-1", "expected an IP address")]
    [InlineData("--folder a --blobs UseDevelopmentStorage=true", "artifacts are kept in one place")]
    [InlineData("--blob-endpoint nowhere", "expected https://ACCOUNT.blob.core.windows.net")]
    [InlineData("--blobs UseDevelopmentStorage=true --container X", "3 to 63 lower-case letters")]
    [InlineData("--otlp collector", "expected an address such as http://collector:4317")]
    [InlineData("--token-file /nowhere/token", "does not exist")]
    [InlineData("--checkpoint-interval 00:00:00", "expected a positive time")]
    [InlineData("--retention-days -1", "expected 0 (never) or more")]
    [InlineData("--dashboard javascript:alert(1)", "expected a path such as /dashboard/")]
    [InlineData("--speed fast", "'--speed' is no option; --help lists them.")]
    [InlineData("--slots", "'--slots' lacks its value: work items at once")]
    public void What_cannot_work_is_refused_with_the_reason(string arguments, string expected) =>
        Assert.Contains(Assert.Throws<InvalidOptionsException>(() => Read(arguments.Split(' '))).Problems,
            problem => problem.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void An_unknown_key_of_the_configuration_is_refused()
    {
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["IonSweep:Trainig:Slots"] = "3" }).Build();
        Assert.Contains("Trainig", Assert.Throws<InvalidOptionsException>(() => OptionsReader.Read(configuration)).Message);
    }

    [Fact]
    public void Every_option_of_the_command_line_exists()
    {
        // Each switch sets a key that the binder knows, or reading fails with its name.
        foreach (string name in CommandLine.Names)
        {
            ConfigurationBuilder configuration = new();
            CommandLine.AddTo(configuration, CommandLine.Parse([name, "x"]));
            string key = configuration.Build().AsEnumerable().Single(pair => pair.Value == "x").Key;
            Assert.NotNull(Property(typeof(NodeOptions), key.Split(':')[1..]));
        }
    }

    private static Type? Property(Type type, string[] path) =>
        path.Aggregate((Type?)type, (current, name) => current?.GetProperty(name)?.PropertyType);

    private static NodeOptions Read(params string[] arguments)
    {
        ConfigurationBuilder configuration = new();
        CommandLine.AddTo(configuration, CommandLine.Parse(arguments));
        return OptionsReader.Read(configuration.Build());
    }
}
