using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace IonSweep.Silo.Membership;

/// <summary>
/// Lets a silo join a cluster all of whose members were lost at about the time it started. Orleans waits for an answer of every
/// member in the table, and looks for members that ceased only when the table changes; nobody is left to change it. While this silo joins,
/// it therefore declares dead whoever has not signed the table for as long as Orleans allows and twice refuses a connection. Hosting in
/// Kubernetes does not do that: it goes by names, and pods of a StatefulSet come back under the names of those that were lost.
/// </summary>
internal sealed class LostMembers(
    IMembershipTable table, IClusterMembershipService membership, ILocalSiloDetails local, IOptions<ClusterMembershipOptions> options,
    TimeProvider clock, ILogger<LostMembers> log)
    : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3), ConnectTimeout = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _joined = new();

    public void Participate(ISiloLifecycle observer)
    {
        observer.Subscribe(nameof(LostMembers), ServiceLifecycleStage.ApplicationServices, StartAsync, StopAsync);
        observer.Subscribe(nameof(LostMembers), ServiceLifecycleStage.Active, StopAsync);
    }

    private Task StartAsync(CancellationToken cancellation)
    {
        _ = Task.Run(WatchAsync, cancellation);
        return Task.CompletedTask;
    }

    private Task StopAsync(CancellationToken cancellation) => _joined.CancelAsync(); // once it has joined, Orleans' own monitor sees to it

    private async Task WatchAsync()
    {
        HashSet<SiloAddress> refused = [];
        while (!_joined.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Pause, clock, _joined.Token);
                HashSet<SiloAddress> now = await RefusingAsync();
                foreach (SiloAddress silo in now.Where(refused.Contains))
                {
                    log.LogWarning("Silo {Silo} ceased without leaving the cluster; it is declared dead so that this one can join", silo);
                    await membership.TryKill(silo);
                }
                refused = now;
            }
            catch (OperationCanceledException) when (_joined.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogDebug(e, "The membership table could not be looked through"); // again after the pause
            }
        }
    }

    private async Task<HashSet<SiloAddress>> RefusingAsync()
    {
        DateTime latest = clock.GetUtcNow().UtcDateTime - options.Value.IAmAliveTablePublishTimeout
            * options.Value.NumMissedTableIAmAliveLimit;
        HashSet<SiloAddress> refusing = [];
        foreach ((MembershipEntry member, _) in (await table.ReadAllAsync(_joined.Token)).Members)
        {
            if (member.Status is not (SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping)
                || member.SiloAddress.Equals(local.SiloAddress)) continue;
            DateTime signed = member.IAmAliveTime > member.StartTime ? member.IAmAliveTime : member.StartTime;
            if (signed < latest && !await AnswersAsync(member.SiloAddress)) refusing.Add(member.SiloAddress);
        }
        return refusing;
    }

    private async Task<bool> AnswersAsync(SiloAddress silo)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(_joined.Token);
        limit.CancelAfter(ConnectTimeout);
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync(silo.Endpoint, limit.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return _joined.IsCancellationRequested;
        }
    }
}
