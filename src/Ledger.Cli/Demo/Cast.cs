using Ledger.Cli.Demo.Data;
using Ledger.Cli.Demo.Devices;

namespace Ledger.Cli.Demo;

/// <summary>Clients of everyone who acts in the demo.</summary>
internal sealed class Cast : IAsyncDisposable
{
    private readonly List<MemberClient> _all = [];

    /// <summary>Prepares the clients of certified members.</summary>
    public Cast(DemoNetwork network, Roster roster, LatencyLog latency)
    {
        MemberClient Add(Member member, LatencyLog? log = null)
        {
            var client = new MemberClient(network.Local, member, log);
            _all.Add(client);
            return client;
        }

        var profiles = HomeProfiles.Load();
        Operators = [.. roster.Operators.Select(m => Add(m))];
        Bank = Add(roster.Bank);
        Regulator = Add(roster.Regulator);
        MainGrid = Add(roster.MainGrid);
        Dso = roster.Dso == null ? null : Add(roster.Dso);
        LoadOnly = Add(roster.LoadOnly);
        Homes =
        [
            .. roster.Homes.Select((home, i) => new DemoHome(
                new House(i + 1, profiles, roster.Scale), Add(home, latency), Add(roster.Meters[i], latency))),
        ];
    }

    /// <summary>One for each cell; the first runs the market.</summary>
    public IReadOnlyList<MemberClient> Operators { get; }

    public MemberClient MarketOperator => Operators[0];

    public MemberClient Bank { get; }

    public MemberClient Regulator { get; }

    public MemberClient MainGrid { get; }

    /// <summary>Null without a feeder.</summary>
    public MemberClient? Dso { get; }

    public MemberClient LoadOnly { get; }

    public IReadOnlyList<DemoHome> Homes { get; }

    public IReadOnlyList<MemberClient> All => _all;

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _all)
        {
            await client.DisposeAsync().ConfigureAwait(false);
        }
    }
}
