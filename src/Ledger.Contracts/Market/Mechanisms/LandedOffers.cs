using Ledger.Contracts.Market.Auction;
using Ledger.Contracts.Settlement.Rules;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>The sell orders of a book as the buyers of each node see them, found once for a node. Not shared.</summary>
internal sealed class LandedOffers
{
    private readonly OrderBook _book;
    private readonly FeeGraph _graph;
    private readonly List<NodeOffers> _known = new();

    public LandedOffers(OrderBook book, FeeGraph graph)
    {
        _book = book;
        _graph = graph;
    }

    /// <summary>The offers that reach a node, by landed price, then sequence, then id.</summary>
    public NodeOffers For(string node)
    {
        foreach (var offers in _known)
        {
            if (offers.Node == node)
            {
                return offers;
            }
        }

        var found = new NodeOffers(_book, _graph, node);
        _known.Add(found);
        return found;
    }
}
