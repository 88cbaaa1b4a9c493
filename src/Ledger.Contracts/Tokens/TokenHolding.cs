using Ledger.Chaincode;

namespace Ledger.Contracts.Tokens;

/// <summary>
/// Energy tokens of one owner, slot and origin (M11), 1 token = 1 Wh. Owner, slot and origin stand in the key.
/// </summary>
public sealed class TokenHolding : IRecord<TokenHolding>
{
    /// <summary>Tokens that the owner may pass on.</summary>
    public long FreeWh { get; set; }

    /// <summary>Tokens in escrow for an offer or a contract.</summary>
    public long HeldWh { get; set; }

    /// <summary>Tokens burned because the energy was delivered.</summary>
    public long BurnedWh { get; set; }

    /// <summary>Tokens burned because the slot passed without delivery.</summary>
    public long ExpiredWh { get; set; }

    /// <inheritdoc/>
    public static TokenHolding Decode(RecordReader reader)
    {
        reader.Int();
        return new TokenHolding
        {
            FreeWh = reader.Long(),
            HeldWh = reader.Long(),
            BurnedWh = reader.Long(),
            ExpiredWh = reader.Long(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer.Int(1).Long(FreeWh).Long(HeldWh).Long(BurnedWh).Long(ExpiredWh);
}
