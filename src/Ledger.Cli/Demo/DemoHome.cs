using Ledger.Cli.Demo.Devices;

namespace Ledger.Cli.Demo;

/// <summary>
/// A home that takes part: how it behaves, its transactive device and its meter, each with a key of its own.
/// </summary>
internal sealed record DemoHome(House House, MemberClient Device, MemberClient Meter)
{
    public string MeterId => Roster.MeterId(House.Number);
}
