using System.Globalization;
using Ledger.Cli.Demo.Devices;

namespace Ledger.Cli.Demo;

/// <summary>
/// A home that takes part: how it behaves, its transactive device and its meter, each with a key of its own.
/// </summary>
internal sealed record DemoHome(House House, MemberClient Device, MemberClient Meter)
{
    public string MeterId => Roster.MeterId(House.Number);

    /// <summary>The id of its order, one in each slot.</summary>
    public string OrderId => string.Create(CultureInfo.InvariantCulture, $"h{House.Number:00}");
}
