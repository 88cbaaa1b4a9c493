using Ledger.Chaincode;

namespace Ledger.Contracts.Settlement;

/// <summary>What third parties received for a slot, kept for corrections. Immutable.</summary>
public sealed class ThirdPartyRecord : IRecord<ThirdPartyRecord>
{
    private readonly string[] _accounts;
    private readonly long[] _amounts;

    private ThirdPartyRecord(string[] accounts, long[] amounts)
    {
        _accounts = accounts;
        _amounts = amounts;
    }

    /// <summary>Keeps what they received.</summary>
    public static ThirdPartyRecord Of(ThirdParties others)
    {
        var record = new ThirdPartyRecord(new string[others.Count], new long[others.Count]);
        for (var i = 0; i < others.Count; i++)
        {
            record._accounts[i] = others.Account(i);
            record._amounts[i] = others.AmountNano(i);
        }

        return record;
    }

    /// <summary>What they received.</summary>
    public ThirdParties ToOthers()
    {
        var others = new ThirdParties();
        for (var i = 0; i < _accounts.Length; i++)
        {
            others.Add(_accounts[i], _amounts[i]);
        }

        return others;
    }

    /// <inheritdoc/>
    public static ThirdPartyRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new ThirdPartyRecord(reader.Texts(), reader.Longs());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer.Int(1).Texts(_accounts).Longs(_amounts);
}
