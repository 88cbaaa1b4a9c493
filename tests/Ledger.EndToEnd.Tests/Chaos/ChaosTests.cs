using System.Globalization;

namespace Ledger.EndToEnd.Tests.Chaos;

/// <summary>
/// Real processes under load while they are killed, frozen, cut off, starved of disk, and shown the wrong time. Nothing that
/// a client was told is lost, no two nodes differ, and after each fault the network commits again. With
/// <c>LEDGER_LONG_CHAOS=1</c> more faults follow one another, which takes two small processors several minutes more.
/// </summary>
[Collection(ChaosCollection.Name)]
public sealed class ChaosTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("LEDGER_LONG_CHAOS") == "1";

    [Fact]
    public async Task Four_nodes_survive_one_fault_after_another()
    {
        await using var network = await ChaosNetwork.StartAsync(nodes: 4, payers: 12, paceMilliseconds: 250);
        for (var kill = 0; kill < (IsLong ? 3 : 1); kill++)
        {
            var killed = await network.PrimaryAsync();
            network.Kill(killed);
            await network.CommitsAsync();
            await network.RestartAsync(killed);
        }

        await FreezeAsync(network, await network.PrimaryAsync());

        // One backup misses what the primary proposes, and hears all the others.
        var primary = await network.PrimaryAsync();
        network.Link(primary, Other(network, primary, 1)).Cut();
        await network.CommitsAsync();
        network.Link(primary, Other(network, primary, 1)).Restore();

        // The primary hears everyone, and nobody hears it.
        await MuteAsync(network, await network.PrimaryAsync());
        await IsolateAsync(network, Other(network, await network.PrimaryAsync(), 3));

        await ShiftClockAsync(network, Hour);
        if (IsLong)
        {
            await FreezeAsync(network, Other(network, await network.PrimaryAsync(), 2));
            await ShiftClockAsync(network, -Hour);
        }

        await network.CommitsAsync();
        await ChaosAudit.RunAsync(network);
    }

    [Fact]
    public async Task Seven_nodes_survive_two_faults_at_once()
    {
        await using var network = await ChaosNetwork.StartAsync(nodes: 7, payers: 10, paceMilliseconds: 400);

        // The one that would be next goes too, so that two views in a row have no primary.
        var killed = await network.PrimaryAsync();
        network.Kill(killed, Other(network, killed, 1));
        await network.CommitsAsync();
        await network.RestartAsync(killed, Other(network, killed, 1));

        var primary = await network.PrimaryAsync();
        await IsolateAsync(network, primary, Other(network, primary, 3));
        await SplitWithoutQuorumAsync(network);
        if (IsLong)
        {
            await FreezeOneAndKillAnotherAsync(network);
            await SetTwoClocksAsync(network);
        }

        await network.CommitsAsync();
        await ChaosAudit.RunAsync(network);
    }

    [Fact]
    public async Task A_node_whose_disk_is_full_does_not_start_and_comes_back_when_there_is_room()
    {
        var obstacle = await SmallDisk.ObstacleAsync();
        Assert.SkipWhen(obstacle != null, obstacle ?? "");
        await using var network = await ChaosNetwork.StartAsync(nodes: 4, payers: 12, paceMilliseconds: 250, hasSmallDisk: true);
        var full = network.Count - 1;

        // A node that runs has reserved room for its log, and notices only when that is used up; one that starts needs more.
        network.Disk.Fill();
        await network.CommitsAsync();
        network.Kill(full);
        network.Launch(full);
        await network.EndsAsync(full);
        await network.CommitsAsync();
        network.Disk.Free();
        await network.RestartAsync(full);

        // Now the others need it.
        network.Kill(Other(network, full, 1));
        await network.CommitsAsync();
        await network.RestartAsync(Other(network, full, 1));
        await network.CommitsAsync();
        await ChaosAudit.RunAsync(network);
    }

    private static int Other(ChaosNetwork network, int node, int further) => (node + further) % network.Count;

    private static async Task FreezeAsync(ChaosNetwork network, int node)
    {
        await network.FreezeAsync(node);
        await network.CommitsAsync();
        await network.ThawAsync(node);
    }

    private static async Task FreezeOneAndKillAnotherAsync(ChaosNetwork network)
    {
        var frozen = await network.PrimaryAsync();
        network.Kill(Other(network, frozen, 2));
        await network.FreezeAsync(frozen);
        await network.CommitsAsync();
        await network.ThawAsync(frozen);
        await network.RestartAsync(Other(network, frozen, 2));
        await MuteAsync(network, await network.PrimaryAsync());
    }

    private static async Task SetTwoClocksAsync(ChaosNetwork network)
    {
        var primary = await network.PrimaryAsync();
        var (early, late) = (Other(network, primary, 1), Other(network, primary, 2));
        await network.SetClockAsync(early, Hour);
        await network.SetClockAsync(late, -Hour);
        await network.CommitsAsync();
        await network.SetClockAsync(early, TimeSpan.Zero);
        await network.SetClockAsync(late, TimeSpan.Zero);
        await network.LevelAsync(early, late);
    }

    private static async Task MuteAsync(ChaosNetwork network, int node)
    {
        foreach (var link in network.LinksFrom(node))
        {
            link.Cut();
        }

        await network.CommitsAsync();
        foreach (var link in network.LinksFrom(node))
        {
            link.Restore();
        }

        await network.LevelAsync(node);
    }

    /// <summary>Both directions at once; connections are not closed, so nobody is told.</summary>
    private static async Task IsolateAsync(ChaosNetwork network, params int[] group)
    {
        LinkProxy[] links = [.. network.LinksFrom(group), .. network.LinksTo(group)];
        foreach (var link in links)
        {
            link.Stall();
        }

        await network.CommitsAsync();
        foreach (var link in links)
        {
            link.Restore();
        }

        await network.LevelAsync(group);
    }

    /// <summary>Four of seven are no quorum: everyone waits, and goes on when the halves see each other again.</summary>
    private static async Task SplitWithoutQuorumAsync(ChaosNetwork network)
    {
        LinkProxy[] links = [.. network.LinksFrom(0, 1, 2), .. network.LinksTo(0, 1, 2)];
        foreach (var link in links)
        {
            link.Cut();
        }

        var before = await network.HeightAsync();
        await network.Load.Troubles.WaitForMoreAsync(
            3 * network.Load.Accounts.Count, TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        var after = await network.HeightAsync();

        // What was certified when the link broke may still be stored, up to a window of the replica.
        Assert.True(
            after.Value <= before.Value + 8,
            string.Create(CultureInfo.InvariantCulture, $"height went from {before} to {after} without a quorum"));
        foreach (var link in links)
        {
            link.Restore();
        }

        await network.LevelAsync([.. Enumerable.Range(0, network.Count)]);
        await network.CommitsAsync();
    }

    /// <summary>
    /// The next primary's clock is wrong when its turn comes; the node after it takes over, and the wrong one is repaired.
    /// </summary>
    private static async Task ShiftClockAsync(ChaosNetwork network, TimeSpan offset)
    {
        var primary = await network.PrimaryAsync();
        var shifted = Other(network, primary, 1);
        await network.SetClockAsync(shifted, offset);
        await network.CommitsAsync();
        network.Kill(primary);
        await network.StartAgainAsync(primary);
        await network.CommitsAsync();
        await network.SetClockAsync(shifted, TimeSpan.Zero);
        await network.LevelAsync(shifted, primary);
    }
}
