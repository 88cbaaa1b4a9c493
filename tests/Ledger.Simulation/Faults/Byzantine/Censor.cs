using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>Does not hear the requests of one client, whoever brings them.</summary>
/// <param name="account">The client.</param>
internal sealed class Censor(string account) : ByzantineBehaviour
{
    /// <inheritdoc/>
    public override bool Ignores(SimulatedNode node, VerifiedMessage message)
    {
        if (message.Content is not TransactionsMessage requests)
        {
            return false;
        }

        foreach (var transaction in requests.Transactions)
        {
            if (Ignores(node, transaction))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override bool Ignores(SimulatedNode node, Transaction request)
    {
        if (request.Body.Account != account)
        {
            return false;
        }

        node.Cluster.Count(CoverageKind.Censorship);
        return true;
    }
}
