namespace Ledger.Primitives.Tests;

public sealed class MembershipScheduleTests
{
    private static readonly Membership Old = Members(4, 0);
    private static readonly Membership New = Members(7, 9);

    [Fact]
    public void TheOldMembersCertifyUpToTheChangeAndTheNewOnesAbove()
    {
        var schedule = new MembershipSchedule(new SequenceNumber(64), Old, new MembershipChange(new SequenceNumber(160), New));
        Assert.Same(Old, schedule.At(new SequenceNumber(160)));
        Assert.Same(New, schedule.At(new SequenceNumber(161)));
        Assert.Equal(64ul, schedule.BaseAt(new SequenceNumber(160)).Value);
        Assert.Equal(160ul, schedule.BaseAt(new SequenceNumber(161)).Value);
        Assert.NotNull(schedule.PendingAt(new SequenceNumber(160)));
        Assert.Null(schedule.PendingAt(new SequenceNumber(161)));
    }

    [Fact]
    public void AScheduleReadsBackAsWritten()
    {
        foreach (var change in new[] { null, new MembershipChange(new SequenceNumber(160), New) })
        {
            var schedule = new MembershipSchedule(new SequenceNumber(64), Old, change);
            var read = MembershipSchedule.TryDecode(schedule.Encode())!;
            Assert.Equal(schedule.Encode(), read.Encode());
            Assert.Equal(Old.Hash, read.Current.Hash);
            Assert.Equal(change?.Next.Hash, read.Change?.Next.Hash);
        }
    }

    [Fact]
    public void DamagedBytesAreNoSchedule()
    {
        var bytes = new MembershipSchedule(
            new SequenceNumber(64), Old, new MembershipChange(new SequenceNumber(160), New)).Encode();
        Assert.Null(MembershipSchedule.TryDecode(bytes.AsSpan(..^1)));
        Assert.Null(MembershipSchedule.TryDecode([.. bytes, 0]));
        Assert.Null(MembershipSchedule.TryDecode([2, .. bytes.AsSpan(1..)]));
    }

    [Fact]
    public void IncarnationsMakeAnotherMembershipAndAnotherPlace()
    {
        var again = new Membership([.. Old.Validators.Select((v, i) => i == 2 ? v with { Incarnation = 77 } : v)]);
        Assert.NotEqual(Old.Hash, again.Hash);
        var key = Old.Validators[2].PublicKey.Span;
        Assert.Equal(new ReplicaId(2), Old.Find(key, 0));
        Assert.Null(Old.Find(key, 77));
        Assert.Equal(new ReplicaId(2), again.Find(key, 77));
    }

    [Fact]
    public void EachEpochSignsUnderAnIdOfItsOwn()
    {
        var chain = Samples.Hash("chain");
        var first = Epoch.First(chain, Old);
        Assert.Equal(chain, first.Id);
        var second = new Epoch(chain, new SequenceNumber(160), Samples.Hash("base"), Old);
        Assert.Equal(
            4,
            new[]
            {
                first.Id, second.Id, new Epoch(chain, new SequenceNumber(192), Samples.Hash("base"), Old).Id,
                new Epoch(chain, new SequenceNumber(160), Samples.Hash("base"), New).Id,
            }.Distinct().Count());
    }

    /// <summary>A replica that has not executed height h has its low watermark below h.</summary>
    [Theory]
    [InlineData(128, 32)]
    [InlineData(16, 4)]
    [InlineData(9, 4)]
    public void NobodyCanVoteAboveAChangeThatItDoesNotKnow(int window, int interval)
    {
        var parameters = new ConsensusParameters { WindowSize = window, CheckpointInterval = interval };
        for (ulong decided = 1; decided < 200; decided++)
        {
            var after = parameters.ChangeTakesEffectAfter(new SequenceNumber(decided)).Value;
            Assert.Equal(0ul, after % (ulong)interval);
            Assert.True(after >= decided - 1 + (ulong)window);
            Assert.True(after < decided + (ulong)(window + interval));
        }
    }

    private static Membership Members(int count, byte seed) => new(
        [.. Enumerable.Range(0, count).Select(i => new Validator(
            $"node{i}", $"cell{i}", new FakeEd25519((byte)(seed + i)).PublicKey))]);
}
