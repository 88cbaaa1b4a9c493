namespace Ledger.Contracts.Settlement;

/// <summary>
/// What a slot brings to those who are neither participants nor the main grid: the operator's surplus, transport fees,
/// levies. Lives for one call.
/// </summary>
public sealed class ThirdParties
{
    private readonly List<string> _accounts = new();
    private readonly List<long> _amounts = new();

    /// <summary>Number of different accounts.</summary>
    public int Count => _accounts.Count;

    /// <summary>Sum of all amounts, in n¤.</summary>
    public long TotalNano { get; private set; }

    /// <summary>The account at an index.</summary>
    public string Account(int index) => _accounts[index];

    /// <summary>What it receives, in n¤; negative pays.</summary>
    public long AmountNano(int index) => _amounts[index];

    /// <summary>Adds to what an account receives.</summary>
    public void Add(string account, long amountNano)
    {
        if (amountNano == 0)
        {
            return;
        }

        TotalNano += amountNano;
        for (var i = 0; i < _accounts.Count; i++)
        {
            if (_accounts[i] == account)
            {
                _amounts[i] += amountNano;
                return;
            }
        }

        _accounts.Add(account);
        _amounts.Add(amountNano);
    }

    /// <summary>Takes away what others were given before.</summary>
    public void Subtract(ThirdParties before)
    {
        for (var i = 0; i < before.Count; i++)
        {
            Add(before.Account(i), -before.AmountNano(i));
        }
    }
}
