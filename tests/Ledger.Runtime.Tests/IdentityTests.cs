using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>Accounts: enrolment, renewal, rotation, revocation, and who counts as signed.</summary>
public sealed class IdentityTests
{
    private readonly TestLedger _ledger = TestLedger.WithContracts();

    [Fact]
    public void A_new_account_enrols_itself_with_the_key_of_its_certificate()
    {
        var dave = TestLedger.Account("cell2/dave", ("role", "consumer"));
        var receipt = _ledger.Run("cell2/dave", Enrol(dave));
        TestLedger.Succeed(receipt);
        Assert.Equal("enrolled", Assert.Single(receipt.Calls[0].Events).Name);
        Assert.Equal(dave.Encode(), _ledger.State.Get(AccountRecord.KeyOf("cell2/dave")));
        TestLedger.Succeed(_ledger.Run("cell2/dave", TestLedger.Call("counter", "nothing")));
        var answer = _ledger.Query("cell1/alice", "identity", "account", w => w.Text("cell2/dave"));
        Assert.Equal(dave.Encode(), new RecordReader(answer.Result.ToArray()).Bytes());
        Assert.Equal(
            "there is no such account",
            _ledger.Query("cell1/alice", "identity", "account", w => w.Text("x/y")).Message);
    }

    [Fact]
    public void Enrolling_the_current_certificate_again_changes_nothing()
    {
        var dave = TestLedger.Account("cell2/dave");
        TestLedger.Succeed(_ledger.Run("cell2/dave", Enrol(dave)));
        var result = _ledger.Execute(_ledger.Sign("cell2/dave", Enrol(dave)));
        TestLedger.Succeed(result.Receipts[0]);
        Assert.Empty(result.Writes);
        Assert.Empty(result.Receipts[0].Calls[0].Events);
    }

    [Fact]
    public void The_way_in_for_new_accounts_is_narrow()
    {
        var dave = TestLedger.Account("cell2/dave");
        AssertUnauthenticated(
            _ledger.Run("cell2/dave", TestLedger.Call("counter", "nothing")), "account cell2/dave is not enrolled");
        AssertUnauthenticated(
            _ledger.Run("cell2/dave", Enrol(dave), TestLedger.Call("counter", "nothing")),
            "account cell2/dave is not enrolled");
        AssertUnauthenticated(_ledger.Run("cell2/erin", Enrol(dave)), "account cell2/erin is not enrolled");
        var otherKey = _ledger.Sign("cell2/dave", new FakeSigner("other"), false, Enrol(dave));
        AssertUnauthenticated(_ledger.Execute(otherKey).Receipts[0], "account cell2/dave is not enrolled");
        AssertUnauthenticated(
            _ledger.Run("cell2/dave", TestLedger.Call("identity", "enrol", w => w.Bytes([1, 2]))),
            "the certificate is malformed");
        AssertUnauthenticated(
            _ledger.Run("foreign/dave", Enrol(TestLedger.Account("foreign/dave"))),
            "foreign is not a member organisation");
        AssertUnauthenticated(
            _ledger.Run("cell2/dave", Enrol(dave with { NotAfterMilliseconds = _ledger.Time })),
            "the certificate is outside its validity");
        Assert.Null(_ledger.State.Get(AccountRecord.KeyOf("cell2/dave")));
    }

    [Fact]
    public void Others_are_enrolled_by_an_administrator_of_their_organisation_only()
    {
        var dave = TestLedger.Account("cell2/dave");
        var erin = TestLedger.Account("cell2/erin");
        var receipt = _ledger.Run("cell1/admin", Enrol(dave));
        Assert.Equal(
            (ReceiptStatus.PermissionDenied,
                "only cell2/dave itself or an administrator of cell2 enrols this certificate"),
            (receipt.Status, receipt.Message));
        Assert.Equal(ReceiptStatus.PermissionDenied, _ledger.Run("cell2/bob", Enrol(dave)).Status);
        TestLedger.Succeed(_ledger.Run("cell2/admin", Enrol(dave), Enrol(erin)));
        TestLedger.Succeed(_ledger.Run("cell2/erin", TestLedger.Call("counter", "nothing")));
    }

    [Fact]
    public void A_key_is_rotated_by_a_later_certificate_and_never_by_an_earlier_one()
    {
        var first = TestLedger.Account("cell2/dave") with { NotBeforeMilliseconds = TestLedger.StartMilliseconds + 10 };
        TestLedger.Succeed(_ledger.Run("cell2/dave", Enrol(first)));
        var newKey = new FakeSigner("new key");
        var second = first with
        {
            PublicKey = newKey.PublicKey.ToArray(), NotBeforeMilliseconds = first.NotBeforeMilliseconds + 1,
            CertificateDigest = Digest.Of([2]),
        };
        TestLedger.Succeed(_ledger.Execute(_ledger.Sign("cell2/dave", newKey, false, Enrol(second))).Receipts[0]);
        AssertUnauthenticated(
            _ledger.Run("cell2/dave", TestLedger.Call("counter", "nothing")),
            "the key is not the current one of cell2/dave");
        TestLedger.Succeed(
            _ledger.Execute(
                _ledger.Sign("cell2/dave", newKey, false, TestLedger.Call("counter", "nothing"))).Receipts[0]);

        // The old certificate is still valid by itself; who stole its key must not bring it back.
        AssertUnauthenticated(
            _ledger.Run("cell2/dave", Enrol(first)),
            "cell2/dave has a certificate that became valid later than this one");
        var byAdmin = _ledger.Run("cell2/admin", Enrol(first));
        Assert.Equal(
            (ReceiptStatus.Rejected, "cell2/dave has a certificate that became valid later than this one"),
            (byAdmin.Status, byAdmin.Message));
    }

    [Fact]
    public void An_expired_account_renews_itself()
    {
        var first = TestLedger.Account("cell2/dave") with { NotAfterMilliseconds = _ledger.Time + 5000 };
        TestLedger.Succeed(_ledger.Run("cell2/dave", Enrol(first)));
        _ledger.Time += 10_000;
        AssertUnauthenticated(
            _ledger.Run("cell2/dave", TestLedger.Call("counter", "nothing")),
            "the certificate of cell2/dave has expired");
        var renewed = first with { NotAfterMilliseconds = _ledger.Time + 100_000, CertificateDigest = Digest.Of([2]) };
        TestLedger.Succeed(_ledger.Run("cell2/dave", Enrol(renewed)));
        TestLedger.Succeed(_ledger.Run("cell2/dave", TestLedger.Call("counter", "nothing")));
    }

    [Fact]
    public void A_certificate_is_not_valid_before_its_time()
    {
        _ledger.State.Set(
            AccountRecord.KeyOf("cell1/alice"),
            (TestLedger.Account("cell1/alice") with { NotBeforeMilliseconds = _ledger.Time + 50_000 }).Encode());
        AssertUnauthenticated(
            _ledger.Run("cell1/alice", TestLedger.Call("counter", "nothing")),
            "the certificate of cell1/alice is not valid yet");
    }

    [Fact]
    public void Revocation_is_by_an_administrator_of_the_organisation_and_lasts()
    {
        var dave = TestLedger.Account("cell2/dave");
        TestLedger.Succeed(_ledger.Run("cell2/dave", Enrol(dave)));
        var revoke = TestLedger.Call("identity", "revoke", w => w.Text("cell2/dave"));
        Assert.Equal(
            "identity.revoke needs role in (admin); cell2/bob has none", _ledger.Run("cell2/bob", revoke).Message);
        Assert.Equal("only an administrator of cell2 revokes cell2/dave", _ledger.Run("cell1/admin", revoke).Message);
        TestLedger.Succeed(_ledger.Run("cell2/admin", revoke));
        Assert.Equal("cell2/dave is revoked already", _ledger.Run("cell2/admin", revoke).Message);

        AssertUnauthenticated(
            _ledger.Run("cell2/dave", TestLedger.Call("counter", "nothing")), "cell2/dave is revoked");
        Assert.Equal(
            ReceiptStatus.Unauthenticated, _ledger.Query("cell2/dave", "counter", "get", w => w.Text("a")).Status);
        AssertUnauthenticated(_ledger.Run("cell2/dave", Enrol(dave)), "the certificate of cell2/dave is revoked");
        var unused = dave with
        {
            NotBeforeMilliseconds = dave.NotBeforeMilliseconds + 1, CertificateDigest = Digest.Of([2]),
        };
        AssertUnauthenticated(
            _ledger.Run("cell2/dave", Enrol(unused)), "cell2/dave was revoked after this certificate became valid");
        var later = dave with { NotBeforeMilliseconds = _ledger.Time + 1, CertificateDigest = Digest.Of([3]) };
        TestLedger.Succeed(_ledger.Run("cell2/dave", Enrol(later)));
        TestLedger.Succeed(_ledger.Run("cell2/dave", TestLedger.Call("counter", "nothing")));
    }

    [Fact]
    public void A_rotation_counts_from_the_next_transaction_of_the_same_batch()
    {
        var next = TestLedger.Account("cell1/alice") with
        {
            PublicKey = new FakeSigner("new key").PublicKey.ToArray(), CertificateDigest = Digest.Of([2]),
        };
        var result = _ledger.Execute(
            _ledger.Sign("cell1/alice", Enrol(next)),
            _ledger.Sign("cell1/alice", TestLedger.Call("counter", "nothing")),
            _ledger.Sign("cell1/alice", new FakeSigner("new key"), false, TestLedger.Call("counter", "nothing")));
        Assert.Equal(
            [ReceiptStatus.Ok, ReceiptStatus.Unauthenticated, ReceiptStatus.Ok], result.Receipts.Select(r => r.Status));
    }

    [Fact]
    public void The_door_says_the_same_as_execution()
    {
        var dave = TestLedger.Account("cell2/dave");
        Assert.Same(AdmissionCheck.Admitted, Check(_ledger.Sign("cell2/dave", Enrol(dave))));
        Assert.Equal(
            new AdmissionCheck(ReceiptStatus.Unauthenticated, "account cell2/dave is not enrolled"),
            Check(_ledger.Sign("cell2/dave", TestLedger.Call("counter", "nothing"))));
        Assert.Equal(
            new AdmissionCheck(ReceiptStatus.NotFound, "there is no contract nobody"),
            Check(_ledger.Sign("cell1/alice", TestLedger.Call("counter", "nothing"), TestLedger.Call("nobody", "x"))));
        Assert.Equal(
            new AdmissionCheck(
                ReceiptStatus.InvalidArgument, "the arguments are not those of counter.get(string name)"),
            Check(_ledger.Sign("cell1/alice", TestLedger.Call("counter", "get"))));
        var body = _ledger.Sign("cell1/alice", TestLedger.Call("counter", "nothing")).Body;
        var signer = new FakeSigner("cell1/alice");
        Assert.Equal(
            ReceiptStatus.OutsideWindow,
            Check(Transaction.Sign(body with { ValidFrom = 0, ValidUntil = 1 }, signer)).Status);
        Assert.Equal(
            ReceiptStatus.OutsideWindow, Check(Transaction.Sign(body with { ValidUntil = 1_000_000 }, signer)).Status);
        Assert.Equal(ReceiptStatus.Ok, Check(Transaction.Sign(body, signer)).Status);
    }

    [Fact]
    public void Records_have_one_encoding_and_no_bytes_are_misread()
    {
        var account = TestLedger.Account("cell2/dave", ("role", "consumer"), ("bus", "7")) with
        {
            Revoked = true, RevokedAtMilliseconds = 77,
        };
        var bytes = account.Encode();
        Assert.Equal(bytes, AccountRecord.Decode(bytes).Encode());
        Assert.Equal("7", AccountRecord.Decode(bytes).Attribute("bus"));
        Assert.Null(AccountRecord.Decode(bytes).Attribute("Bus"));
        for (var i = 0; i < bytes.Length; i++)
        {
            Assert.Null(AccountRecord.TryDecode(bytes.AsSpan(0, i)));
            for (var bit = 0; bit < 8; bit++)
            {
                byte[] changed = [.. bytes];
                changed[i] ^= (byte)(1 << bit);
                Assert.True(AccountRecord.TryDecode(changed) is not { } other || other.Encode().SequenceEqual(changed));
            }
        }

        Assert.Null(AccountRecord.TryDecode((account with { Organisation = "cell" }).Encode()));
        Assert.Null(AccountRecord.TryDecode(
            (account with { Attributes = [KeyValuePair.Create("b", ""), KeyValuePair.Create("a", "")] }).Encode()));
        Assert.Throws<FormatException>(() => AccountRecord.Decode([1]));
    }

    private AdmissionCheck Check(Transaction transaction) =>
        _ledger.Executor.Check(_ledger.Next, _ledger.State, transaction);

    private static ContractCall Enrol(AccountRecord account) =>
        TestLedger.Call("identity", "enrol", w => w.Bytes(account.Encode()));

    private static void AssertUnauthenticated(Receipt receipt, string message)
    {
        Assert.Equal((ReceiptStatus.Unauthenticated, message), (receipt.Status, receipt.Message));
        Assert.Equal(ReceiptStatus.Unauthenticated, receipt.Calls[0].Status);
        Assert.All(receipt.Calls.Skip(1), c => Assert.Equal(ReceiptStatus.Skipped, c.Status));
    }
}
