using IonSweep.Chaos.Servers;
using Xunit.Sdk;

namespace IonSweep.Cluster.Tests.Processes;

/// <summary>Servers that tests start; a test that needs one is skipped, saying so, where it is not installed.</summary>
internal static class Tools
{
    public static void Require()
    {
        if (RedisServer.Program is null) throw SkipException.ForSkip("redis-server is not installed; 'apt-get install redis-server'.");
        RequireAzurite();
    }

    public static void RequireAzurite()
    {
        if (AzuriteServer.Program is null) throw SkipException.ForSkip("Azurite is not installed; 'npm install --prefix tests/tools --no-save azurite@3.35.0', or put azurite-blob into PATH.");
    }
}
