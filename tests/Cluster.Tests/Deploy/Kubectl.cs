using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using IonSweep.Deploy.Tests.Rendering;

namespace IonSweep.Cluster.Tests.Deploy;

/// <summary>The commands of <c>kubectl</c> that deploy/README.md uses, on a <see cref="ProcessCluster"/>. Anything else fails.</summary>
internal sealed class Kubectl(ProcessCluster cluster, string workFolder)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Does one command.</summary>
    public async Task<(int ExitCode, byte[] Output)> RunAsync(string[] words, byte[] input, CancellationToken killed)
    {
        try
        {
            return (0, await DoAsync(words, input, killed));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return (1, Encoding.UTF8.GetBytes($"kubectl {string.Join(' ', words)}: {e.Message}\n"));
        }
    }

    private async Task<byte[]> DoAsync(string[] given, byte[] input, CancellationToken killed)
    {
        string[] words = given is ["-n", "ionsweep", .. string[] rest] ? rest : given;
        switch (words)
        {
            case ["apply", "-f", "-"]:
                cluster.Apply(Yaml.Documents(Encoding.UTF8.GetString(input)));
                return [];
            case ["apply", "-f", var file]:
                cluster.Apply(Yaml.Documents(Repository.Read(file)));
                return [];
            case ["apply", "-k", var folder]:
                cluster.Apply(Rendered(folder).Objects.Select(one => one.DeepClone().AsObject()));
                return [];
            case ["delete", "-k", var folder]:
                await cluster.DeleteAsync(
                    Rendered(folder).Objects.Select(one => $"{Overlay.Kind(one).ToLowerInvariant()}/{Overlay.NameOf(one)}"));
                return [];
            case ["delete", "namespace", "ionsweep"]:
                await cluster.DeleteNamespaceAsync();
                return [];
            case ["delete", var one] when cluster.Controllers.ContainsKey(one):
                await cluster.DeleteAsync([one]);
                return [];
            case ["create", "secret", "generic", ..]:
                // The real one makes the object of literals and files, for which it needs no cluster.
                string yaml = await RealAsync([.. given,
                    .. given.Contains("--dry-run=client") ? Array.Empty<string>() : ["--dry-run=client", "-o", "yaml"]]);
                if (given.Contains("--dry-run=client")) return Encoding.UTF8.GetBytes(yaml);
                cluster.Apply(Yaml.Documents(yaml));
                return [];
            case ["scale", var one, var replicas] when replicas.StartsWith("--replicas=", StringComparison.Ordinal):
                Controller(one).Scale(int.Parse(replicas["--replicas=".Length..]));
                return [];
            case ["set", "image", var one, var image]:
                Controller(one).SetImage(image[..image.IndexOf('=')], image[(image.IndexOf('=') + 1)..]);
                return [];
            case ["rollout", "restart", var one]:
                Controller(one).Restart();
                return [];
            case ["rollout", "status", var one]:
                await Controller(one).Settled.WaitAsync(Patience, killed);
                return [];
            case ["wait", "--for=delete", "pod", "-l", "app.kubernetes.io/component=silo", _]:
                await Controller("statefulset/silo").Settled.WaitAsync(Patience, killed);
                return [];
            case ["wait", "--for=delete", "pod", "-l", "app.kubernetes.io/name=ionsweep", _]:
                await Task.WhenAll(Controller("statefulset/silo").Settled, Controller("deployment/gateway").Settled).WaitAsync(
                    Patience, killed);
                return [];
            case ["wait", "--for=delete", var pod, _]:
                await Controller($"statefulset/{pod["pod/".Length..pod.LastIndexOf('-')]}").Settled.WaitAsync(Patience, killed);
                return cluster.Pods.Any(one => $"pod/{one.Name}" == pod) ? throw new InvalidOperationException($"{pod} is still there")
                    : [];
            case ["wait", "--for=condition=Ready", var pod, _]:
                await Controller(pod).Settled.WaitAsync(Patience, killed);
                return [];
            case ["exec", "-i", var pod, "--", .. string[] command]:
                return await ExecAsync(pod, command, input);
            case ["exec", var pod, "--", .. string[] command]:
                return await ExecAsync(pod, command, []);
            case ["port-forward", "service/gateway", var ports]:
                await ForwardAsync(int.Parse(ports[..ports.IndexOf(':')]), killed);
                return [];
            default:
                throw new NotSupportedException("these processes know no such command");
        }
    }

    private static Overlay Rendered(string folder) => Overlay.Of(folder["deploy/k8s/".Length..]);

    private PodController Controller(string key) => cluster.Controllers.TryGetValue(key, out PodController? controller) ? controller
        : throw new InvalidOperationException($"{key} not found");

    private async Task<byte[]> ExecAsync(string pod, string[] command, byte[] input)
    {
        (int exit, byte[] output) = await cluster.Pods.Single(one => one.Name == pod && one.IsReady).RunAsync(command, input);
        return exit == 0 ? output : throw new InvalidOperationException($"command terminated with exit code {exit}");
    }

    private async Task<string> RealAsync(string[] words)
    {
        (int exit, string output, string error) = await Task.Run(() => InstalledProgram.RunIn(workFolder, "kubectl", words));
        return exit == 0 ? output : throw new InvalidOperationException(error);
    }

    /// <summary>Until the program is killed or the pod it chose is gone, as the real one does.</summary>
    private async Task ForwardAsync(int port, CancellationToken killed)
    {
        ProcessPod pod = Controller("deployment/gateway").Pods.First(one => one.IsReady);
        using TcpListener listener = new(IPAddress.Loopback, port);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        for (int tries = 0; ; tries++)
            try
            {
                listener.Start();
                break;
            }
            catch (SocketException) when (tries < 100) // the one before is being killed
            {
                await Task.Delay(100, killed);
            }
        while (!killed.IsCancellationRequested)
        {
            TcpClient client = await listener.AcceptTcpClientAsync(killed);
            _ = PipeAsync(client, pod.PortOf("http"), killed);
        }
    }

    private static async Task PipeAsync(TcpClient client, int port, CancellationToken killed)
    {
        try
        {
            using (client)
            using (TcpClient server = new())
            {
                await server.ConnectAsync(IPAddress.Loopback, port, killed);
                NetworkStream there = server.GetStream(), here = client.GetStream();
                await Task.WhenAny(here.CopyToAsync(there, killed), there.CopyToAsync(here, killed));
            }
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            // one side left
        }
    }
}
