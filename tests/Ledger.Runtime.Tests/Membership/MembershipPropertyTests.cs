using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>
/// Random calls of <c>membership</c> in random blocks, by those who may and those who may not. Whatever happens, the
/// headers lead from members to members as a plain list of decisions says they must.
/// </summary>
public sealed class MembershipPropertyTests
{
    private const int Window = 5;
    private const int Interval = 2;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_is_called_the_headers_lead_from_members_to_members(int seed)
    {
        var options = TestLedger.DefaultOptions with
        {
            Consensus = new() { WindowSize = Window, CheckpointInterval = Interval },
        };
        var chain = new TestChain(TestMembers.Ledger(options));
        var calls = new MembershipCalls(chain, new Random(seed));
        var model = new Decisions(options.Members);
        var kinds = new Dictionary<string, int>(StringComparer.Ordinal);
        var sizes = new HashSet<int>();
        for (var i = 0; i < 1200; i++)
        {
            var drawn = calls.Draw();
            Transaction[] transactions = [.. drawn.Select(d => d.Transaction)];
            var previous = chain.Head;
            var twin = chain.Try(transactions);
            var block = chain.Add(transactions);
            Assert.Equal(twin.Header.Hash, block.Header.Hash);
            for (var t = 0; t < drawn.Count; t++)
            {
                var receipt = Receipt.TryDecode(block.Receipts[t].Span)!;

                // Unauthenticated: the account's key was replaced when a later transaction of the block was drawn.
                Assert.True(
                    receipt.Status is ReceiptStatus.Ok or ReceiptStatus.Rejected or ReceiptStatus.PermissionDenied
                        or ReceiptStatus.Unauthenticated,
                    $"{drawn[t].Kind}: {receipt.Status} {receipt.Message}");
                Assert.Equal(receipt.Status == ReceiptStatus.Ok, receipt.Message.Length == 0);
                var decided = model.Note(chain.Height, receipt);
                Count(kinds, decided ? drawn[t].Kind : $"{receipt.Status}");
            }

            Assert.Equal(previous?.NextMembershipHash ?? options.Members.Hash, block.Header.MembershipHash);
            Assert.Equal(model.At(chain.Height), block.Header.MembershipHash);
            Assert.Equal(model.At(chain.Height + 1), block.Header.NextMembershipHash);
            Assert.Equal(model.PendingAt(chain.Height), block.Change?.After.Value);
            sizes.Add(CheckState(chain, model).Count);
        }

        foreach (var kind in (string[])["Add", "Remove", "Replace", "rotate", "rejoin", "Rejected", "PermissionDenied"])
        {
            Assert.True(kinds.GetValueOrDefault(kind) > 0, $"{kind} never happened");
        }

        Assert.Contains(4, sizes);
        Assert.Contains(6, sizes);
    }

    // Returns the newest members.
    private static Membership CheckState(TestChain chain, Decisions model)
    {
        var schedule = MembershipSchedule.Read(chain.State, chain.Ledger.Options.Members);
        var newest = schedule.Change?.Next ?? schedule.Current;
        Assert.Equal(model.Newest, newest.Hash);
        Assert.InRange(newest.Count, Membership.ValidatorsMin, Membership.ValidatorsMax);
        Assert.All(newest.Validators, v => Assert.Contains(v.Organisation, chain.Ledger.Options.Organisations));
        var open = chain.State.Scan("membership\0proposal\0"u8.ToArray())
            .Select(e => OpenMembershipProposal.Decode(e.Value)).ToList();
        Assert.InRange(open.Count, 0, OpenMembershipProposal.CountMax);
        Assert.All(open, o =>
        {
            Assert.Equal(newest.Hash, o.Proposal.Base);
            Assert.InRange(o.Approvals.Count, 1, 2);
            Assert.Equal(o.Approvals.Count, o.Approvals.Select(a => a.Organisation).Distinct().Count());
        });
        return newest;
    }

    private static void Count(Dictionary<string, int> kinds, string kind) =>
        kinds[kind] = kinds.GetValueOrDefault(kind) + 1;

    /// <summary>The decisions that events told of, and who the members are by them.</summary>
    private sealed class Decisions(Membership genesis)
    {
        private readonly List<(ulong After, Digest Next)> _decided = [(0, genesis.Hash)];

        public Digest Newest => _decided[^1].Next;

        public bool Note(ulong height, Receipt receipt)
        {
            foreach (var e in receipt.Calls[0].Events.Where(e => e.Name == "scheduled"))
            {
                var data = new RecordReader(e.Data.ToArray());
                var after = (ulong)data.Long();
                Assert.True(height == 1 || height > _decided[^1].After, "no other change was pending");
                var expected = height + Window;
                while (expected % Interval != 0)
                {
                    expected++;
                }

                Assert.Equal(expected, after);
                _decided.Add((after, new Digest(data.Bytes())));
                return true;
            }

            return false;
        }

        public Digest At(ulong height) => _decided.Last(d => d.After < height).Next;

        public ulong? PendingAt(ulong height) => _decided[^1].After >= height ? _decided[^1].After : null;
    }
}
