using Ledger.Client;

namespace Ledger.Cli.Report.Records;

/// <summary>What a report says of the rules of a slot. Immutable.</summary>
/// <param name="Mechanism">Name of the mechanism.</param>
/// <param name="IsSecured">Whether the feeder must bear the result.</param>
internal sealed record RulesEntry(string Mechanism, bool IsSecured)
{
    /// <summary>Reads the part of a record that holds them.</summary>
    public static RulesEntry Decode(ref ResultReader reader)
    {
        var mechanism = reader.Text();
        reader.Long();
        reader.Long();
        reader.Bool();
        reader.Bool();
        reader.Long();
        reader.Bool();
        reader.Long();
        reader.Bool();
        var isSecured = reader.Bool();
        reader.Long();
        reader.Bool();
        return new RulesEntry(mechanism, isSecured);
    }
}
