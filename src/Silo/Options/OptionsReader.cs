using IonSweep.Silo.Hosting;

namespace IonSweep.Silo.Options;

/// <summary>Reads and checks options before anything is started.</summary>
public static class OptionsReader
{
    /// <summary>The options of a configuration.</summary>
    /// <exception cref="InvalidOptionsException">Something is unknown, unreadable or does not fit together; says each.</exception>
    public static NodeOptions Read(IConfiguration configuration)
    {
        NodeOptions options;
        try
        {
            options = configuration.GetSection(NodeOptions.Section).Get<NodeOptions>(binder => binder.ErrorOnUnknownConfiguration = true)
                ?? new NodeOptions();
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOptionsException([e.InnerException is { } inner ? $"{e.Message} {inner.Message}" : e.Message]);
        }
        string[] problems = [.. OptionsProblems.Of(options)];
        if (problems.Length > 0) throw new InvalidOptionsException(problems);
        if (options.Storage is { IsBlobs: false, Folder.Length: 0 })
            options = options with { Storage = options.Storage with { Folder = "ionsweep-server" } };
        if (options.Http.TokenFile.Length > 0)
            options = options with { Http = options.Http with { Token = File.ReadAllText(options.Http.TokenFile).Trim(), TokenFile = "" } };
        if (options.Cluster.Name.Length == 0)
            options = options with { Cluster = options.Cluster with { Name = DefaultName(options) } };
        return options;
    }

    private static string DefaultName(NodeOptions options) => options is { IsSilo: true, Cluster.Kubernetes: true }
        ? KubernetesPod.Name : $"{Environment.MachineName}-{options.Cluster.SiloPort}";
}
