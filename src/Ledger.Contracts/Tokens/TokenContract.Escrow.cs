using Ledger.Chaincode;

namespace Ledger.Contracts.Tokens;

/// <content>What markets and contracts do on behalf of their participants.</content>
public sealed partial class TokenContract
{
    /// <summary>Mints tokens into escrow for an offer; rejects beyond the capacity.</summary>
    [Function]
    [FromContract("market", "trading")]
    public void Offer(CallContext context, string account, long slot, long capacityWh, int origin, long quantityWh)
    {
        var book = new TokenBook(context, slot);
        book.RequireQuantity(quantityWh);
        book.Promise(account, capacityWh, quantityWh);
        var holding = book.Holding(account, origin);
        holding.HeldWh += quantityWh;
        book.Put(account, origin, holding);
    }

    /// <summary>Counts a bid against the capacity; rejects beyond it.</summary>
    [Function]
    [FromContract("market", "trading")]
    public void Draw(CallContext context, string account, long slot, long capacityWh, long quantityWh)
    {
        var book = new TokenBook(context, slot);
        book.RequireQuantity(quantityWh);
        book.Draw(account, capacityWh, quantityWh);
    }

    /// <summary>
    /// Gives promises back that came to nothing: columns of equal length, origin -1 for a bid. The tokens are gone and
    /// the capacity is free again.
    /// </summary>
    [Function]
    [FromContract("market", "trading")]
    public void Withdraw(CallContext context, long slot, string[] accounts, long[] origins, long[] quantitiesWh)
    {
        var book = new TokenBook(context, slot);
        for (var i = 0; i < accounts.Length; i++)
        {
            var use = book.Use(accounts[i]);
            if (origins[i] < 0)
            {
                use.DrawnWh -= quantitiesWh[i];
            }
            else
            {
                var holding = book.Holding(accounts[i], (int)origins[i]);
                book.RequireEnough(holding.HeldWh, quantitiesWh[i], accounts[i]);
                holding.HeldWh -= quantitiesWh[i];
                book.Put(accounts[i], (int)origins[i], holding);
                use.MintedWh -= quantitiesWh[i];
            }

            context.Require(use.DrawnWh >= 0 && use.MintedWh >= 0, "more capacity is given back than was promised");
            book.Put(accounts[i], use);
        }
    }

    /// <summary>Moves free tokens of an account into escrow for a contract.</summary>
    [Function]
    [FromContract("trading")]
    public void Hold(CallContext context, string account, long slot, int origin, long quantityWh)
    {
        var book = new TokenBook(context, slot);
        book.RequireQuantity(quantityWh);
        var holding = book.Holding(account, origin);
        book.RequireEnough(holding.FreeWh, quantityWh, account);
        holding.FreeWh -= quantityWh;
        holding.HeldWh += quantityWh;
        book.Put(account, origin, holding);
    }

    /// <summary>
    /// Ends tokens in escrow: of each account so many are burned as delivered and so many as expired, lowest origin
    /// first. Columns of equal length. Called in the very transaction that pays (M11).
    /// </summary>
    [Function]
    [FromContract("settlement", "trading")]
    public void Deliver(CallContext context, long slot, string[] accounts, long[] deliveredWh, long[] expiredWh)
    {
        var book = new TokenBook(context, slot);
        for (var i = 0; i < accounts.Length; i++)
        {
            var delivered = deliveredWh[i];
            var expired = expiredWh[i];
            for (var origin = 0; origin < Origins.Count && delivered + expired > 0; origin++)
            {
                var holding = book.Holding(accounts[i], origin);
                if (holding.HeldWh == 0)
                {
                    continue;
                }

                var burn = holding.HeldWh < delivered ? holding.HeldWh : delivered;
                var left = holding.HeldWh - burn;
                var expire = left < expired ? left : expired;
                holding.HeldWh -= burn + expire;
                holding.BurnedWh += burn;
                holding.ExpiredWh += expire;
                delivered -= burn;
                expired -= expire;
                book.Put(accounts[i], origin, holding);
            }

            context.Require(
                delivered + expired == 0, "account " + accounts[i] + " has fewer tokens in escrow than it sold");
        }
    }
}
