using IonSweep.Chaos.Servers;
using IonSweep.Deploy.Tests.Rendering;
using IonSweep.Web.Tests.Browser;

namespace IonSweep.Cluster.Tests.Processes;

/// <summary>Servers that tests start.</summary>
internal static class Tools
{
    /// <summary>Why tests that need Azurite are skipped; null when it is installed.</summary>
    public static string? WithoutAzurite { get; } = AzuriteServer.Program is null
        ? "Azurite is not installed; 'npm install --prefix tests/tools --no-save azurite@3.35.0', or put azurite-blob into PATH." : null;

    /// <summary>Why tests that need Redis and Azurite are skipped; null when both are installed.</summary>
    public static string? WithoutServers { get; } = RedisServer.Program is null
        ? "redis-server is not installed; 'apt-get install redis-server'." : WithoutAzurite;
}

/// <summary>A test that needs Azurite; skipped, saying so, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AzuriteFactAttribute : FactAttribute
{
    public AzuriteFactAttribute() => Skip = Tools.WithoutAzurite;
}

/// <summary>A test that needs Redis and Azurite; skipped, saying so, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ServersFactAttribute : FactAttribute
{
    public ServersFactAttribute() => Skip = Tools.WithoutServers;

    /// <summary>It needs Chromium, too.</summary>
    public bool Browser
    {
        get => false;
        set => Skip ??= value ? new ChromiumFactAttribute().Skip : null;
    }

    /// <summary>It needs kubectl, too.</summary>
    public bool Kubectl
    {
        get => false;
        set => Skip ??= value ? InstalledProgram.WithoutKubectl : null;
    }
}

/// <inheritdoc cref="ServersFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ServersTheoryAttribute : TheoryAttribute
{
    public ServersTheoryAttribute() => Skip = Tools.WithoutServers;
}
