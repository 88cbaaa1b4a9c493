using System.Globalization;
using System.Text.Json.Nodes;
using Ledger.Client;
using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Cli.Output;

/// <summary>Members, proposals, and what an approval has brought about, as text and JSON.</summary>
internal static class MembershipView
{
    private static readonly string[] MemberColumns = ["place", "validator", "organisation", "key", "incarnation"];

    /// <summary>Who votes, what is decided, what is proposed.</summary>
    public static void Write(
        Terminal terminal, ProvenSchedule proven, IReadOnlyList<OpenMembershipProposal> open, bool isJson)
    {
        var members = proven.Members;
        if (isJson)
        {
            terminal.Json(new JsonObject
            {
                ["height"] = proven.Header.Height.Value,
                ["epochBase"] = proven.EpochBase.Value,
                ["quorum"] = members.Quorum,
                ["faultsMax"] = members.FaultsMax,
                ["members"] = MembersJson(members),
                ["pending"] = proven.Pending is not { } next ? null : new JsonObject
                {
                    ["lastBlockOfThese"] = next.After.Value, ["members"] = MembersJson(next.Next),
                },
                ["proposals"] = new JsonArray([.. open.Select(o => (JsonNode)ToJson(o))]),
            });
            return;
        }

        terminal.Fields(
            ("block", proven.Header.Height.ToString()),
            ("epoch", $"from block {proven.EpochBase.Next}"),
            ("members", $"{members.Count}, of which {members.FaultsMax} may be faulty; {members.Quorum} certify a block"));
        terminal.Table(MemberColumns, Rows(members));
        if (proven.Pending is { } change)
        {
            terminal.Line($"Decided: behind block {change.After} these vote instead.");
            terminal.Table(MemberColumns, Rows(change.Next));
        }

        foreach (var proposal in open)
        {
            var organisations = string.Join(", ", proposal.Approvals.Select(a => a.Organisation));
            terminal.Line($"Proposed: {proposal.Proposal}; approved by {organisations}");
            terminal.Line($"  {proposal.Proposal.Hash}");
        }
    }

    /// <summary>What an approval has brought about, by the events of its receipt.</summary>
    public static void Write(Terminal terminal, TransactionReceipt receipt, MembershipProposal proposal, bool isJson)
    {
        var last = LastBlockOfOld(receipt);
        if (isJson)
        {
            terminal.Json(new JsonObject
            {
                ["proposalHash"] = proposal.Hash.ToString(),
                ["change"] = proposal.ToString(),
                ["transactionId"] = receipt.TransactionId.ToString(),
                ["height"] = receipt.Height.Value,
                ["decided"] = last != null,
                ["lastBlockOfOld"] = last,
            });
            return;
        }

        terminal.Fields(
            ("proposal", proposal.Hash.ToString()),
            ("change", proposal.ToString()),
            ("transaction", $"{receipt.TransactionId}, block {receipt.Height}"),
            ("state", last == null
                ? "approved by this organisation; decided once more than half have approved"
                : $"decided; the new members vote behind block {last}"));
    }

    /// <summary>What a rotation has brought about.</summary>
    public static void WriteRotation(
        Terminal terminal, TransactionReceipt receipt, string name, ReadOnlySpan<byte> key, bool isJson)
    {
        var last = LastBlockOfOld(receipt);
        if (isJson)
        {
            terminal.Json(new JsonObject
            {
                ["name"] = name,
                ["publicKey"] = Convert.ToHexStringLower(key),
                ["transactionId"] = receipt.TransactionId.ToString(),
                ["height"] = receipt.Height.Value,
                ["lastBlockOfOld"] = last,
            });
            return;
        }

        terminal.Fields(
            ("validator", name),
            ("new key", Convert.ToHexStringLower(key)),
            ("transaction", $"{receipt.TransactionId}, block {receipt.Height}"),
            ("state", $"decided; the new key votes behind block {last}"));
    }

    private static long? LastBlockOfOld(TransactionReceipt receipt)
    {
        foreach (var e in receipt.Calls.SelectMany(c => c.Events))
        {
            if (e is { Contract: MembershipSchedule.Contract, Name: "scheduled" })
            {
                return new ResultReader(e.Data.Span).Long();
            }
        }

        return null;
    }

    private static IEnumerable<string[]> Rows(Membership members) => members.Validators.Select((v, i) => new[]
    {
        i.ToString(CultureInfo.InvariantCulture), v.Name, v.Organisation, Convert.ToHexStringLower(v.PublicKey.Span),
        v.Incarnation.ToString(CultureInfo.InvariantCulture),
    });

    private static JsonArray MembersJson(Membership members) => new([.. members.Validators.Select(v => (JsonNode)new JsonObject
    {
        ["name"] = v.Name,
        ["organisation"] = v.Organisation,
        ["publicKey"] = Convert.ToHexStringLower(v.PublicKey.Span),
        ["incarnation"] = v.Incarnation,
    })]);

    private static JsonObject ToJson(OpenMembershipProposal open) => new()
    {
        ["hash"] = open.Proposal.Hash.ToString(),
        ["change"] = open.Proposal.ToString(),
        ["base"] = open.Proposal.Base.ToString(),
        ["approvals"] = new JsonArray([.. open.Approvals.Select(a => (JsonNode)new JsonObject
        {
            ["organisation"] = a.Organisation, ["account"] = a.Account, ["height"] = a.Height,
        })]),
    };
}
