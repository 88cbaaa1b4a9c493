using Ledger.Chaincode.Testing;
using Ledger.Primitives;

namespace Ledger.Chaincode.Tests;

public sealed class TestNetworkTests
{
    private const string Before = """
        [Contract("box")]
        public sealed class Box
        {
            [Function]
            [Requires("role", "owner")]
            public void Set(CallContext context, long value) =>
                context.State.Put(StateKey.Of("v"), new RecordWriter().Version(1).Long(value).ToArray());

            [Function(ReadOnly = true)]
            [AnyMember]
            public long Time(CallContext context) => context.BlockTimeMilliseconds;
        }
        """;

    private const string After = """
        [Contract("box")]
        public sealed class Box
        {
            [Migration]
            public void Migrate(CallContext context)
            {
                var reader = new RecordReader(context.State.Get(StateKey.Of("v"))!);
                reader.Version(1);
                context.State.Put(StateKey.Of("v"), new RecordWriter().Version(2).Long(reader.Long() * 100).ToArray());
            }

            [Function(ReadOnly = true)]
            [AnyMember]
            public long Get(CallContext context)
            {
                var reader = new RecordReader(context.State.Get(StateKey.Of("v"))!);
                reader.Version(2);
                return reader.Long();
            }
        }
        """;

    private readonly TestNetwork _network = new(TestPackages.Compile(Before));

    [Fact]
    public void AnUpgradeMigratesOnceByTheOrganisationsAgreement()
    {
        var owner = _network.Enrol("cell1/owner", ("role", "owner"));
        owner.Submit("box.set", new Money(7)).EnsureOk();
        var receipts = _network.Upgrade(TestPackages.Compile(After));

        Assert.Equal(3, receipts.Count);
        Assert.Equal(700, owner.Query("box.get").Long());
        Assert.Equal(ReceiptStatus.NotFound, owner.Submit("box.set", 1L).Status);
    }

    [Fact]
    public void WhatATestDidNotExpectIsSaid()
    {
        var alice = _network.Enrol("cell2/alice");
        var denied = alice.Submit("box.set", 1L).EnsureDenied();
        Assert.Contains("box.set ended with PermissionDenied", Fails(() => denied.EnsureOk()), StringComparison.Ordinal);
        Assert.Contains("not with Rejected: 'no'", Fails(() => denied.EnsureRejected("no")), StringComparison.Ordinal);
        Assert.Contains("PermissionDenied", Fails(() => denied.Result()), StringComparison.Ordinal);
        Assert.Contains("emitted 0 events x", Fails(() => denied.Event("x")), StringComparison.Ordinal);
        Assert.Contains("NotFound", Fails(() => alice.Query("box.absent")), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => alice.Submit("box"));
        Assert.Throws<ArgumentException>(() => alice.Submit("box.set", 1.5));
        Assert.Equal(ReceiptStatus.Unauthenticated, _network.As("cell3/stranger").Submit("box.set", 1L).Status);
    }

    [Fact]
    public void ARefusedPackageFailsTheTestWithTheCheckersSentence() => Assert.StartsWith(
        "the package is refused: ",
        Fails(() => _ = new TestNetwork(TestPackages.Compile(Before.Replace("(long)", "", StringComparison.Ordinal)
            .Replace("context.BlockTimeMilliseconds", "(long)(context.BlockTimeMilliseconds * 0.5)", StringComparison.Ordinal)))),
        StringComparison.Ordinal);

    [Fact]
    public void TimeGoesByAndStateCanBeLookedAt()
    {
        var start = _network.Now;
        _network.Advance(TimeSpan.FromMinutes(15));
        var owner = _network.Enrol("cell1/owner", ("role", "owner"));
        var receipt = owner.Submit("box.set", 1L).EnsureOk();
        Assert.Equal((start + TimeSpan.FromMinutes(15)).ToUnixTimeMilliseconds(), owner.Query("box.time").Long());
        Assert.True(receipt.GasUsed > 0);
        Assert.Equal(1, _network.Height);
        Assert.Equal(StateKey.Of("v").Bytes, Assert.Single(_network.StateOf("box")).Key.Bytes);
    }

    [Fact]
    public void ABlockOfManyTransactionsGoesThroughTheLedgerBeneath()
    {
        var owner = _network.Enrol("cell1/owner", ("role", "owner"));
        var receipts = _network.Ledger.SubmitBlock(
            [owner.Transaction("box.set", 1L), owner.Transaction("box.set", "x"), owner.Transaction("box.set", 2L)]);
        Assert.Equal(
            [ReceiptStatus.Ok, ReceiptStatus.InvalidArgument, ReceiptStatus.Ok], receipts.Select(r => r.Status));
    }

    [Fact]
    public void TheRunnerSaysWhatPassedAndWhatFailed()
    {
        using var output = new StringWriter();
        Assert.Equal(1, ContractTests.Run(typeof(SampleContractTests).Assembly, output));
        Assert.Contains("passed  SampleContractTests.Passes", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("FAILED  SampleContractTests.Fails", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 passed, 1 failed", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, ContractTests.Run(typeof(SampleContractTests).Assembly, output, "Passes"));
        Assert.Equal(1, ContractTests.Run(typeof(SampleContractTests).Assembly, output, "nothing of this name"));
    }

    private static string Fails(Action action) => Assert.Throws<TestFailure>(action).Message;
}
