using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Simulation;

/// <summary>
/// The organisations' administrators and the nodes' own accounts: changes of members, as ordered transactions of the
/// production contract <c>membership</c>.
/// </summary>
internal sealed class Administrators(Cluster cluster)
{
    /// <summary>A majority of organisations approves a change of the newest members.</summary>
    public void Decide(MembershipProposal proposal)
    {
        var bytes = new CanonicalWriter(256).Bytes(proposal.Encode()).ToArray();
        for (var i = 0; i <= SimulatedGenesis.OrganisationCount / 2; i++)
        {
            Submit($"{SimulatedGenesis.OrganisationOf(i)}/admin", new ContractCall("membership", "approve", bytes));
        }
    }

    /// <summary>A node makes a new key; its organisation enrols and rotates it in one transaction.</summary>
    public void Rotate(SimulatedNode node)
    {
        var signer = node.AddKey();
        var account = SimulatedGenesis.AccountOf(
            node.Account, signer, NodeClock.WallClockStart + (ulong)cluster.Time.Now, false);
        var enrol = new CanonicalWriter(256).Bytes(account.Encode()).ToArray();
        var rotate = new CanonicalWriter(64).Text(node.Name).Bytes(signer.PublicKey.Span).ToArray();
        Submit(
            $"{node.Organisation}/admin",
            new ContractCall("identity", "enrol", enrol), new ContractCall("membership", "rotate", rotate));
    }

    /// <summary>A node that lost its disk asks to vote again under its new incarnation.</summary>
    public void Rejoin(SimulatedNode node)
    {
        var signer = node.SignerIn(cluster.Chain.Newest);
        var arguments = new CanonicalWriter(8).U64(node.Incarnation).ToArray();
        var height = cluster.Chain.Height;
        cluster.Workload.Submit(cluster.Transactions.Make(
            node.Account, signer, height, height + SimulatedGenesis.ValidityWindowMax,
            new ContractCall("membership", "rejoin", arguments)));
    }

    private void Submit(string account, params ContractCall[] calls)
    {
        var height = cluster.Chain.Height;
        cluster.Workload.Submit(cluster.Transactions.Make(
            account, cluster.Transactions.SignerOf(account),
            height, height + SimulatedGenesis.ValidityWindowMax, calls));
    }
}
