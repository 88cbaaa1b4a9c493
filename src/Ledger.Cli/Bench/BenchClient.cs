using Ledger.Cli.Network;

namespace Ledger.Cli.Bench;

/// <summary>One client under load: an account that is a meter and has a wallet, with a connection to its own organisation's node.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="MeterId">The meter in its certificate.</param>
/// <param name="Next">The account it pays to.</param>
public sealed record BenchClient(DeviceConnection Connection, string MeterId, string Next)
{
    /// <summary>Transactions made so far, over all workloads; never repeats, so every reading is new.</summary>
    public long Made { get; set; }
}
