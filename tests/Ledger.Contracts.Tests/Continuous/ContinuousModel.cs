using Ledger.Contracts.Market.Continuous;

namespace Ledger.Contracts.Tests.Continuous;

/// <summary>
/// What a continuous slot must do, told by the pure <see cref="ContinuousBook"/> and a few sums: which calls are refused,
/// what trades, what stays promised.
/// </summary>
internal sealed class ContinuousModel(long capacityWh)
{
    private readonly ContinuousBook _book = new();
    private readonly Dictionary<string, Entry> _entries = [];
    private readonly Dictionary<(int Home, bool IsBuy), int> _count = [];
    private readonly Dictionary<(int Home, bool IsBuy), long> _promised = [];
    private int _sequence;

    public List<(string Taker, string Maker, bool TakerIsBuy, long Wh, long Price)> Trades { get; } = [];

    public ContinuousBook Book => _book;

    public long Promised(int home, bool isBuy) => _promised.GetValueOrDefault((home, isBuy));

    /// <summary>Traded Wh, or null where the call must be refused.</summary>
    public long? Place(int home, string id, bool isBuy, long quantity, long price, string timeInForce)
    {
        var key = (home, isBuy);
        if (quantity <= 0 || _entries.ContainsKey(id) || _count.GetValueOrDefault(key) == 5 ||
            Promised(home, isBuy) + quantity > capacityWh)
        {
            return null;
        }

        _count[key] = _count.GetValueOrDefault(key) + 1;
        var entry = new Entry { Home = home, IsBuy = isBuy, Quantity = quantity, Alias = id };
        _entries[id] = entry;
        var traded = Enter(id, entry, quantity, price, timeInForce);
        entry.Quantity = timeInForce == "GTC" ? quantity : traded;
        _promised[key] = Promised(home, isBuy) + entry.Quantity;
        return traded;
    }

    /// <summary>Whether the call must succeed.</summary>
    public bool Cancel(int home, string id)
    {
        if (!_entries.TryGetValue(id, out var entry) || _book.Cancel(entry.Alias, "P" + home) != null)
        {
            return false;
        }

        _promised[(home, entry.IsBuy)] -= entry.Quantity - entry.Traded;
        entry.Quantity = entry.Traded;
        return true;
    }

    /// <summary>Whether the call must succeed.</summary>
    public bool Amend(int home, string id, long quantity, long price)
    {
        if (!_entries.TryGetValue(id, out var entry) || entry.Home != home || entry.Traded == entry.Quantity)
        {
            return false;
        }

        var key = (home, entry.IsBuy);
        if (quantity <= entry.Traded || _count[key] == 5 ||
            Promised(home, entry.IsBuy) - entry.Quantity + quantity > capacityWh)
        {
            return false;
        }

        Assert.Null(_book.Cancel(entry.Alias, "P" + home));
        _count[key]++;
        _promised[key] += quantity - entry.Quantity;
        (entry.Quantity, entry.Alias) = (quantity, $"{id}#{_sequence}");
        Enter(id, entry, quantity - entry.Traded, price, "GTC");
        return true;
    }

    private long Enter(string id, Entry entry, long quantity, long price, string timeInForce)
    {
        var order = new RestingOrder(entry.Alias, "P" + entry.Home, entry.IsBuy, price, _sequence++, quantity);
        var made = new List<ContinuousTrade>();
        var refusal = _book.Place(order, timeInForce, made);
        Assert.True(refusal is null or "FOK_KILLED", refusal);
        foreach (var trade in made)
        {
            var maker = trade.Maker.Id.Split('#')[0];
            Trades.Add((id, maker, entry.IsBuy, trade.QuantityWh, trade.Maker.PriceMicro));
            _entries[maker].Traded += trade.QuantityWh;
            entry.Traded += trade.QuantityWh;
        }

        return made.Sum(t => t.QuantityWh);
    }

    private sealed class Entry
    {
        public required int Home { get; init; }

        public required bool IsBuy { get; init; }

        public required string Alias { get; set; }

        public required long Quantity { get; set; }

        public long Traded { get; set; }
    }
}
