using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary><c>membership.rotate</c> and <c>membership.rejoin</c>: what one organisation decides alone.</summary>
public sealed class ValidatorKeyTests
{
    private readonly TestLedger _ledger = TestMembers.Ledger();

    private Membership Genesis => _ledger.Options.Members;

    [Fact]
    public void A_rotation_changes_the_key_and_nothing_else()
    {
        var receipt = _ledger.Run("cell2/admin", TestMembers.Rotate("node2", Key("next")));
        TestLedger.Succeed(receipt);
        Assert.Equal("scheduled", Assert.Single(receipt.Calls[0].Events).Name);
        var next = _ledger.Schedule().Change!.Next;
        Assert.Equal(TestMembers.Names(Genesis), TestMembers.Names(next));
        Assert.Equal(new ReplicaId(1), next.Find(Key("next"), 0));
        Assert.Null(next.Find(Genesis.KeyOf(new ReplicaId(1)), 0));
    }

    [Fact]
    public void A_rotation_keeps_the_incarnation_of_the_disk()
    {
        TestLedger.Succeed(_ledger.Run("cell2/node2", TestMembers.Rejoin(77)));
        _ledger.AdvanceTo(160);
        TestLedger.Succeed(_ledger.Run("cell2/admin", TestMembers.Rotate("node2", Key("next"))));
        Assert.Equal(new ReplicaId(1), _ledger.Newest().Find(Key("next"), 77));
    }

    [Fact]
    public void Only_an_administrator_of_the_validators_organisation_rotates()
    {
        TestMembers.AssertDenied(
            _ledger.Run("cell2/node2", TestMembers.Rotate("node2", Key("next"))),
            "membership.rotate needs role in (admin); cell2/node2 has none");
        TestMembers.AssertDenied(
            _ledger.Run("cell1/admin", TestMembers.Rotate("node2", Key("next"))),
            "only an administrator of cell2 rotates the key of node2");
        _ledger.Enrol("foreign/admin", ("role", "admin"));
        TestMembers.AssertDenied(
            _ledger.Run("foreign/admin", TestMembers.Rotate("node2", Key("next"))),
            "foreign is not a member organisation");
    }

    [Fact]
    public void A_rotation_that_gives_no_membership_is_refused()
    {
        TestMembers.AssertRejected(
            _ledger.Run("cell2/admin", TestMembers.Rotate("node7", Key("next"))), "no validator is named node7");
        TestMembers.AssertRejected(
            _ledger.Run("cell2/admin", TestMembers.Rotate("node2", new byte[31])),
            "the key of node2 is not 32 bytes long");
        TestMembers.AssertRejected(
            _ledger.Run("cell2/admin", TestMembers.Rotate("node2", Genesis.KeyOf(new ReplicaId(1)).ToArray())),
            "node2 has this key already");
        TestMembers.AssertRejected(
            _ledger.Run("cell2/admin", TestMembers.Rotate("node2", Genesis.KeyOf(new ReplicaId(2)).ToArray())),
            "node3 repeats a name or a key");
        Assert.Null(_ledger.Schedule().Change);
    }

    [Theory]
    [InlineData(1L)]
    [InlineData(long.MaxValue)]
    [InlineData(-1L)]
    [InlineData(long.MinValue)]
    public void A_validator_rejoins_under_any_number_but_0(long incarnation)
    {
        var receipt = _ledger.Run("cell3/node3", TestMembers.Rejoin(incarnation));
        TestLedger.Succeed(receipt);
        Assert.Equal("scheduled", Assert.Single(receipt.Calls[0].Events).Name);
        var next = _ledger.Schedule().Change!.Next;
        Assert.Equal(new ReplicaId(2), next.Find(Genesis.KeyOf(new ReplicaId(2)), unchecked((ulong)incarnation)));
        Assert.Equal(TestMembers.Names(Genesis), TestMembers.Names(next));
    }

    [Fact]
    public void An_incarnation_is_a_new_one()
    {
        TestMembers.AssertRejected(
            _ledger.Run("cell3/node3", TestMembers.Rejoin(0)),
            "incarnation 0 is that of a validator that has not lost its disk");
        TestLedger.Succeed(_ledger.Run("cell3/node3", TestMembers.Rejoin(5)));
        TestMembers.AssertRejected(
            _ledger.Run("cell3/node3", TestMembers.Rejoin(5)), "node3 has this incarnation already");
    }

    [Fact]
    public void Only_the_validators_own_account_with_its_own_key_rejoins()
    {
        TestMembers.AssertDenied(
            _ledger.Run("cell3/admin", TestMembers.Rejoin(5)), "cell3/admin is not the account of a validator");
        _ledger.Enrol("cell4/node3");
        TestMembers.AssertDenied(
            _ledger.Run("cell4/node3", TestMembers.Rejoin(5)), "cell4/node3 is not the account of a validator");
        var other = new FakeSigner("another key");
        _ledger.Enrol("cell3/node3", other);
        TestMembers.AssertDenied(
            RunSigned("cell3/node3", other, TestMembers.Rejoin(5)),
            "cell3/node3 does not sign with the key that it votes with");
        Assert.Null(_ledger.Schedule().Change);
    }

    [Fact]
    public void After_a_rotation_only_the_new_key_rejoins()
    {
        var next = new FakeSigner("next");
        TestLedger.Succeed(_ledger.Run("cell3/admin", TestMembers.Rotate("node3", next.PublicKey.ToArray())));
        _ledger.AdvanceTo(160);
        TestMembers.AssertDenied(
            _ledger.Run("cell3/node3", TestMembers.Rejoin(5)),
            "cell3/node3 does not sign with the key that it votes with");
        _ledger.Enrol("cell3/node3", next);
        TestLedger.Succeed(RunSigned("cell3/node3", next, TestMembers.Rejoin(5)));
        Assert.Equal(new ReplicaId(2), _ledger.Newest().Find(next.PublicKey.Span, 5));
    }

    [Fact]
    public void A_removed_validator_does_not_rejoin()
    {
        var options = TestMembers.Options(4, 4) with
        {
            Members = new([.. TestMembers.Of(4).Validators, TestMembers.Node("node9", "cell2")]),
        };
        var ledger = TestMembers.Ledger(options);
        ledger.Decide(MembershipProposal.Remove(options.Members, "node9"));
        ledger.AdvanceTo(1000);
        TestMembers.AssertDenied(
            ledger.Run("cell2/node9", TestMembers.Rejoin(5)), "cell2/node9 is not the account of a validator");
    }

    [Fact]
    public void A_validator_rejoins_once_in_8_windows_and_others_meanwhile()
    {
        TestLedger.Succeed(_ledger.Run("cell3/node3", TestMembers.Rejoin(5)));
        var again = _ledger.Height + (8 * 128);
        _ledger.AdvanceTo(160);
        var refusal = $"rejoin of node3 was decided a short time ago; it can be again from block {again}";
        TestMembers.AssertRejected(_ledger.Run("cell3/node3", TestMembers.Rejoin(6)), refusal);
        TestLedger.Succeed(_ledger.Run("cell4/node4", TestMembers.Rejoin(5)));
        _ledger.AdvanceTo(again - 2);
        TestMembers.AssertRejected(_ledger.Run("cell3/node3", TestMembers.Rejoin(6)), refusal);
        TestLedger.Succeed(_ledger.Run("cell3/node3", TestMembers.Rejoin(6)));
        Assert.Equal(again, _ledger.Height);
    }

    [Fact]
    public void A_key_is_rotated_once_in_8_windows_which_does_not_keep_its_validator_from_rejoining()
    {
        TestLedger.Succeed(_ledger.Run("cell2/admin", TestMembers.Rotate("node2", Key("next"))));
        var again = _ledger.Height + (8 * 128);
        _ledger.AdvanceTo(160);
        TestMembers.AssertRejected(
            _ledger.Run("cell2/admin", TestMembers.Rotate("node2", Key("another"))),
            $"rotate of node2 was decided a short time ago; it can be again from block {again}");
        TestLedger.Succeed(_ledger.Run("cell3/node3", TestMembers.Rejoin(5)));
    }

    [Fact]
    public void The_record_of_rejoins_stays_small()
    {
        var options = TestMembers.Options(32, 32);
        var ledger = TestMembers.Ledger(options);
        for (var i = 1; i <= 32; i++)
        {
            TestLedger.Succeed(ledger.Run($"cell{i}/node{i}", TestMembers.Rejoin(i)));
            Assert.InRange(SoloDecisionLog.Decode(ledger.State.Get("membership\0solo\0"u8)).Entries.Count, 1, 8);
            ledger.AdvanceTo(ledger.Schedule().Change!.After.Value);
        }

        Assert.Equal(
            Enumerable.Range(1, 32).Select(i => (ulong)i), ledger.Newest().Validators.Select(v => v.Incarnation));
    }

    [Fact]
    public void The_tightest_spacing_fits_the_record()
    {
        // A window that ends on a checkpoint exactly: a decision every window and one block.
        var options = TestMembers.Options(32, 32) with
        {
            Consensus = new() { WindowSize = 2, CheckpointInterval = 1 },
        };
        var ledger = TestMembers.Ledger(options);
        for (var i = 0; i < 100; i++)
        {
            var node = (i % 8) + 1;
            TestLedger.Succeed(ledger.Run($"cell{node}/node{node}", TestMembers.Rejoin(i + 1)));
            ledger.AdvanceTo(ledger.Schedule().Change!.After.Value);
        }
    }

    [Fact]
    public void The_record_of_rejoins_forgets_what_limits_nobody()
    {
        var consensus = new ConsensusParameters { WindowSize = 10, CheckpointInterval = 5 };
        var log = new SoloDecisionLog([]).With("rejoin", "a", 100, consensus).With("rejoin", "b", 120, consensus);
        Assert.Equal((180UL, 200UL, 0UL), (
            log.FreeFrom("rejoin", "a", consensus), log.FreeFrom("rejoin", "b", consensus), log.FreeFrom("rejoin", "c", consensus)));
        Assert.Equal([("rejoin a", 100UL), ("rejoin b", 120UL), ("rejoin c", 179UL)], log.With("rejoin", "c", 179, consensus).Entries);
        Assert.Equal([("rejoin b", 120UL), ("rejoin c", 180UL)], log.With("rejoin", "c", 180, consensus).Entries);
        Assert.Equal([("rejoin b", 120UL), ("rejoin a", 180UL)], log.With("rejoin", "a", 180, consensus).Entries);
        Assert.Equal(log.Entries, SoloDecisionLog.Decode(log.Encode()).Entries);
    }

    private static byte[] Key(string name) => new FakeSigner(name).PublicKey.ToArray();

    private Receipt RunSigned(string account, FakeSigner signer, ContractCall call) =>
        _ledger.Execute(_ledger.Sign(account, signer, false, call)).Receipts[0];
}
