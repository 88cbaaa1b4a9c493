using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>Packages come, change and return by agreement of more than half of the organisations (L7).</summary>
public sealed class LifecycleTests
{
    private static readonly byte[] First = Version(1);
    private static readonly byte[] Second = Version(2);

    private readonly TestLedger _ledger = TestLedger.WithContracts();

    [Fact]
    public void A_package_runs_from_the_height_after_the_majority()
    {
        var hash = Digest.Of(First);
        TestLedger.Succeed(_ledger.Run("cell1/admin", TestLedger.Install("sample", First)));
        TestLedger.Succeed(_ledger.Run("cell2/admin", TestLedger.Approve(hash)));
        Assert.Equal(ReceiptStatus.NotFound, CallVersion().Status);

        // Half is not more than half; the third approval is, from the next block on and not before.
        var result = _ledger.Execute(
            _ledger.Sign("cell3/admin", TestLedger.Approve(hash)),
            _ledger.Sign("cell1/alice", TestLedger.Call("sample", "version")));
        TestLedger.Succeed(result.Receipts[0]);
        Assert.Equal(["approved", "agreed", "activated"], result.Receipts[0].Calls[0].Events.Select(e => e.Name));
        Assert.Equal(ReceiptStatus.NotFound, result.Receipts[1].Status);
        AssertVersion(1);
        Assert.Equal(ReceiptStatus.Ok, _ledger.Query("cell1/alice", "sample", "version").Status);
    }

    [Fact]
    public void Each_organisation_counts_once()
    {
        _ledger.Enrol("cell1/second", ("role", "admin"));
        var hash = Digest.Of(First);
        TestLedger.Succeed(_ledger.Run("cell1/admin", TestLedger.Install("sample", First)));
        AssertRejected(_ledger.Run("cell1/admin", TestLedger.Approve(hash)), "cell1 approved the package already");
        AssertRejected(_ledger.Run("cell1/second", TestLedger.Approve(hash)), "cell1 approved the package already");
        AssertRejected(
            _ledger.Run("cell1/second", TestLedger.Install("x", First)), "cell1 approved the package already");
        TestLedger.Succeed(_ledger.Run("cell2/admin", TestLedger.Install("x", First)));
        TestLedger.Succeed(_ledger.Run("cell3/admin", TestLedger.Approve(hash)));
        AssertVersion(1);
        AssertRejected(
            _ledger.Run("cell4/admin", TestLedger.Approve(hash)),
            "the package was activated already; a rollback brings it back");
        AssertRejected(_ledger.Run("cell4/admin", TestLedger.Install("x", First)), "the package is active already");
    }

    [Fact]
    public void Only_administrators_of_members_take_part()
    {
        var install = TestLedger.Install("sample", First);
        var refused = _ledger.Run("cell1/alice", install);
        Assert.Equal(
            (ReceiptStatus.PermissionDenied, "lifecycle.install needs role in (admin); cell1/alice has none"),
            (refused.Status, refused.Message));
        _ledger.Enrol("cell9/admin", ("role", "admin"));
        refused = _ledger.Run("cell9/admin", install);
        Assert.Equal(
            (ReceiptStatus.PermissionDenied, "cell9 is not a member organisation"), (refused.Status, refused.Message));
        AssertRejected(
            _ledger.Run("cell1/admin", TestLedger.Approve(Digest.Of(First))), "no such package is installed");
        AssertRejected(
            _ledger.Run("cell1/admin", TestLedger.Call("lifecycle", "approve", w => w.Bytes([1]))),
            "a package hash has 32 bytes");
    }

    [Fact]
    public void What_is_installed_is_inspected_first()
    {
        AssertRejected(
            _ledger.Run("cell1/admin", TestLedger.Install("x", [1, 2, 3])),
            "the package is refused: it is not a well-formed .NET assembly");
        AssertRejected(
            _ledger.Run("cell1/admin", TestLedger.Install("x", TestPackages.Contract(
                "[Function, AnyMember] public void Run(CallContext context) { }", name: "identity"))),
            "the name identity belongs to the ledger itself");
        AssertRejected(
            _ledger.Run("cell1/admin", TestLedger.Install("a\nb", First)),
            "a package name has 1 to 64 printable ASCII characters");
        AssertRejected(
            _ledger.Run("cell1/admin", TestLedger.Install("x", new byte[_ledger.Options.Limits.PackageSize + 1])),
            "a package has at most 1048576 bytes");
    }

    [Fact]
    public void An_upgrade_and_a_rollback_go_the_same_way()
    {
        _ledger.Activate("sample", First);
        AssertVersion(1);
        TestLedger.Succeed(_ledger.Run("cell1/alice", TestLedger.Call("sample", "write")));
        TestLedger.Succeed(_ledger.Run("cell4/admin", TestLedger.Install("sample", Second)));
        TestLedger.Succeed(_ledger.Run("cell2/admin", TestLedger.Approve(Digest.Of(Second))));
        AssertVersion(1);
        TestLedger.Succeed(_ledger.Run("cell1/admin", TestLedger.Approve(Digest.Of(Second))));
        AssertVersion(2);
        Assert.Equal(
            1, new RecordReader(_ledger.Query("cell1/alice", "sample", "read").Result.ToArray()).Long());
        _ledger.Activate("sample", First);
        AssertVersion(1);
    }

    [Fact]
    public void A_contract_has_one_upgrade_to_come_at_a_time()
    {
        _ledger.Activate("sample", First);
        var third = Version(3);
        TestLedger.Succeed(
            _ledger.Run("cell1/admin", TestLedger.Install("s2", Second), TestLedger.Install("s3", third)));
        TestLedger.Succeed(_ledger.Run(
            "cell2/admin", TestLedger.Approve(Digest.Of(Second)), TestLedger.Approve(Digest.Of(third))));
        var result = _ledger.Execute(
            _ledger.Sign("cell3/admin", TestLedger.Approve(Digest.Of(third)), TestLedger.Approve(Digest.Of(Second))),
            _ledger.Sign("cell1/alice", TestLedger.Call("sample", "version")));
        Assert.Equal(
            (ReceiptStatus.Rejected, $"contract sample changes with block {_ledger.Height + 1} already"),
            (result.Receipts[0].Calls[1].Status, result.Receipts[0].Calls[1].Message));
        Assert.Equal(1, new RecordReader(result.Receipts[1].Calls[0].Result.ToArray()).Int());
        AssertVersion(3);
        TestLedger.Succeed(_ledger.Run("cell3/admin", TestLedger.Approve(Digest.Of(Second))));
        AssertVersion(2);
    }

    [Fact]
    public void Execution_uses_the_binding_of_the_state_at_hand()
    {
        _ledger.Activate("sample", First);
        var old = _ledger.State.Copy();
        var (height, time) = (_ledger.Height, _ledger.Time);
        _ledger.Activate("sample", Second);
        AssertVersion(2);
        var transaction = _ledger.Sign("cell1/alice", TestLedger.Call("sample", "version"));
        var then = _ledger.Executor.Execute(
            new BlockContext(transaction.Body.ValidFrom, time), [transaction], old, _ => false);
        Assert.Equal(1, new RecordReader(then.Receipts[0].Calls[0].Result.ToArray()).Int());
        var query = _ledger.Executor.Query(
            new BlockContext(height, time), old, "cell1/alice", TestLedger.Call("sample", "version"));
        Assert.Equal(1, new RecordReader(query.Result.ToArray()).Int());
    }

    [Fact]
    public void The_list_of_contracts_says_what_a_client_needs()
    {
        var hash = _ledger.Activate("sample", First);
        var answer = _ledger.Query("cell1/alice", "lifecycle", "contracts");
        var reader = new CanonicalReader(new RecordReader(answer.Result.ToArray()).Bytes());
        var names = new List<string>();
        for (var count = reader.Count(1); count > 0; count--)
        {
            var package = reader.Digest();
            var packageName = reader.Text(64);
            var from = reader.U64();
            var approvals = new List<string>();
            for (var i = reader.Count(1); i > 0; i--)
            {
                approvals.Add($"{reader.Text(64)} {reader.Text(64)} {reader.U64()}");
            }

            names.Add(reader.Text(32));
            Assert.Equal(names[^1] == "sample" ? 30U : 0U, reader.U32());
            var functions = new List<string>();
            for (var i = reader.Count(1); i > 0; i--)
            {
                functions.Add(ReadFunction(ref reader));
            }

            if (names[^1] == "sample")
            {
                Assert.Equal((hash, "sample", _ledger.Height + 1), (package, packageName, from));
                Assert.Equal(
                    [$"cell1 cell1/admin {from - 3}", $"cell2 cell2/admin {from - 2}", $"cell3 cell3/admin {from - 1}"],
                    approvals);
                Assert.Equal(
                    ["read() -> long (query) for any member", "version() -> int (query) for any member about 5000 gas",
                        "write() -> void for any member"],
                    functions);
            }
            else if (names[^1] == "lifecycle")
            {
                Assert.Equal((Digest.Zero, "system", 0UL), (package, packageName, from));
                Assert.Contains(
                    "install(string packageName, byte[] assembly, byte[] sourceHash, long activationHeight) -> void " +
                    "for role in (admin)",
                    functions);
            }
        }

        Assert.True(reader.IsComplete);
        Assert.Equal(["identity", "lifecycle", "membership", "access", "counter", "relay", "sample", "store"], names);
    }

    [Fact]
    public void The_record_of_a_package_names_who_agreed()
    {
        TestLedger.Succeed(_ledger.Run("cell1/admin", TestLedger.Install("sample", First)));
        var hash = Digest.Of(First);
        var answer = _ledger.Query("cell1/alice", "lifecycle", "package", w => w.Bytes(hash.ToArray()));
        var record = PackageRecord.Decode(new RecordReader(answer.Result.ToArray()).Bytes());
        Assert.Equal((hash, "sample", (uint)First.Length, "cell1/admin", _ledger.Height, 0UL), (
            record.Hash, record.Name, record.Size, record.InstalledBy, record.InstalledHeight, record.ActiveFrom));
        Assert.Equal(new OrganisationApproval("cell1", "cell1/admin", _ledger.Height), Assert.Single(record.Approvals));
        Assert.Equal("sample", Assert.Single(record.Contracts).Name);
    }

    private static byte[] Version(int version) => TestPackages.Contract(
        attributes: "[HistoryAge(30)]",
        members: $$"""
          [Function(ReadOnly = true), AnyMember, GasHint(5_000)] public int Version(CallContext context) => {{version}};
          [Function, AnyMember]
          public void Write(CallContext context) =>
              context.State.Put(StateKey.Of("v"), new RecordWriter().Long({{version}}).ToArray());
          [Function(ReadOnly = true), AnyMember]
          public long Read(CallContext context) => new RecordReader(context.State.Get(StateKey.Of("v"))).Long();
          """);

    private static string ReadFunction(ref CanonicalReader reader)
    {
        var name = reader.Text(64);
        var query = reader.Bool() ? " (query)" : "";
        var parameters = new List<string>();
        for (var i = reader.Count(1); i > 0; i--)
        {
            var parameter = reader.Text(FunctionManifest.ParameterNameSizeMax);
            var type = reader.Text(8);
            Assert.NotNull(ValueKinds.Parse(type));
            parameters.Add($"{type} {parameter}");
        }

        return $"{name}({string.Join(", ", parameters)}) -> {reader.Text(8)}{query} for " +
               reader.Text(FunctionManifest.AccessTextSizeMax) + (reader.U64() is > 0 and var gas ? $" about {gas} gas" : "");
    }

    private Receipt CallVersion() => _ledger.Run("cell1/alice", TestLedger.Call("sample", "version"));

    private void AssertVersion(int version)
    {
        var receipt = CallVersion();
        TestLedger.Succeed(receipt);
        Assert.Equal(version, new RecordReader(receipt.Calls[0].Result.ToArray()).Int());
    }

    private static void AssertRejected(Receipt receipt, string message) =>
        Assert.Equal((ReceiptStatus.Rejected, message), (receipt.Status, receipt.Message));
}
