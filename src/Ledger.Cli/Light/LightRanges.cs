using Ledger.Cli.Commands;
using Ledger.Client;
using Ledger.Client.Light;

namespace Ledger.Cli.Light;

/// <summary>What of the state a light node keeps, from the words of the command line.</summary>
internal static class LightRanges
{
    // Collections of the shipped contracts whose keys go on with the microgrid's name.
    private static readonly (string Contract, string[] Collections)[] OfMicrogrids =
    [
        ("registry", ["microgrid", "microgridAsset", "feeder", "tariff"]),
        ("market", ["market", "slot", "member", "positions", "fills", "pairs"]),
        ("settlement", ["config", "summary"]),
    ];

    /// <summary>The ranges of the shipped contracts that belong to a microgrid.</summary>
    public static IEnumerable<LightRange> OfMicrogrid(string microgrid) =>
        from contract in OfMicrogrids
        from collection in contract.Collections
        select new LightRange(contract.Contract, new StateKeyBuilder().Text(collection).Text(microgrid).ToArray());

    /// <summary>Reads <c>CONTRACT</c> or <c>CONTRACT/PART/PART…</c>, parts as <see cref="KeyParts"/> has them.</summary>
    /// <exception cref="CommandException">A part is malformed.</exception>
    public static LightRange Parse(string text)
    {
        var parts = text.Split('/');
        return parts[0].Length == 0
            ? throw CommandException.BadInput($"'{text}' names no contract; a range is CONTRACT or CONTRACT/PART/PART")
            : new LightRange(parts[0], KeyParts.Parse(parts[1..]));
    }
}
