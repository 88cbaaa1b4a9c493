using Ledger.Client;

namespace Ledger.Cli.Report.Records;

/// <summary>A participant of a microgrid's markets. Immutable.</summary>
internal sealed record MemberEntry(int Index, string Account, string MeterId, long CapacityW, string Bus, string AssetClass)
{
    /// <summary>Reads the market's record.</summary>
    public static MemberEntry Decode(byte[] record)
    {
        var reader = new ResultReader(record);
        RecordFormat.Require(reader.Int(), 2, "participants");
        return new MemberEntry(
            reader.Int(), reader.Text(), reader.Text(), reader.Long(), reader.Text(), reader.Text());
    }
}
