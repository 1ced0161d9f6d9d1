using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using IonSweep.Chaos;
using IonSweep.Chaos.Servers;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;
using IonSweep.Web.Remote;

namespace IonSweep.Cluster.Tests.Processes;

/// <summary>Silo and gateway in one process, with a folder for artifacts: neither Redis nor blobs.</summary>
public sealed class LaptopTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task One_process_does_a_sweep_logs_json_sends_telemetry_and_knows_its_sweeps_when_it_is_started_again()
    {
        string folder = Directory.CreateTempSubdirectory("ionsweep-laptop-").FullName;
        using TcpListener collector = new(IPAddress.Loopback, 0);
        collector.Start();
        string[] arguments = ["--folder", folder, "--json-logs", "true", "--log-level", "debug", "--otlp",
            $"http://{collector.LocalEndpoint}"];
        try
        {
            await using (SiloProcess node = SiloProcess.Start("laptop", arguments))
            {
                Task<string> telemetry = FirstBytesAsync(collector);
                await node.UntilReadyAsync();
                using HttpSweepService service = new(new Uri($"http://127.0.0.1:{node.HttpPort}"));
                await service.SubmitAsync(ChaosRun.Spec, "mine");
                SweepSummary? ended = null;
                await foreach (SweepUpdate update in service.WatchAsync("mine")) ended = update.Summary;
                Assert.Equal(SweepStatus.Completed, ended!.Status);
                Assert.Equal(await ChaosRun.UndisturbedAsync(ChaosRun.Spec),
                    await File.ReadAllBytesAsync(Path.Combine(folder, SweepPaths.ResultsCsv("mine"))));

                Assert.InRange((await node.StopAsync()).TotalSeconds, 0, 20);
                Assert.StartsWith("PRI * HTTP/2.0", await telemetry.WaitAsync(Limit)); // gRPC: what it held was sent before the end
                JsonElement[] lines = [.. node.Output.Select(line => JsonDocument.Parse(line).RootElement)];
                Assert.Equal(ended.WorkItems,
                    lines.Count(line => line.GetProperty("Message").GetString()!.Contains("was done in", StringComparison.Ordinal)
                    && line.GetProperty("State").GetProperty("Sweep").GetString() == "mine"
                        && line.GetProperty("State").GetProperty("Item").GetString()!.Length > 0));
            }
            await using SiloProcess again = SiloProcess.Start("laptop", "--folder", folder);
            await again.UntilReadyAsync();
            using HttpSweepService later = new(new Uri($"http://127.0.0.1:{again.HttpPort}"));
            Assert.Equal(("mine", SweepStatus.Completed), (await later.ListAsync()).Select(sweep => (sweep.Id, sweep.Status)).Single());
            Assert.Equal(ChaosRun.Spec.Folds, (await later.ResultsAsync("mine")).Cells.Max(cell => cell.Fold) + 1);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> FirstBytesAsync(TcpListener collector)
    {
        using TcpClient client = await collector.AcceptTcpClientAsync();
        byte[] buffer = new byte[14];
        await client.GetStream().ReadExactlyAsync(buffer);
        return Encoding.ASCII.GetString(buffer);
    }
}
