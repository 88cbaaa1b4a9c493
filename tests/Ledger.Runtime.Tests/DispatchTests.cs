using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>Arguments and results of every type, isolation of state, and queries.</summary>
public sealed class DispatchTests
{
    private readonly TestLedger _ledger = TestLedger.WithContracts();

    [Fact]
    public void Every_type_goes_in_and_comes_back()
    {
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var bytes = new byte[random.Next(20)];
            random.NextBytes(bytes);
            long[] longs = [.. Enumerable.Range(0, random.Next(5)).Select(_ => random.NextInt64() - (1L << 62))];
            string[] texts = [.. Enumerable.Range(0, random.Next(5)).Select(i => new string('ä', i))];
            var arguments = TestLedger.Arguments(w => w
                .Bool(round % 2 == 0).Int(random.Next(int.MinValue, int.MaxValue)).Long(
                    random.NextInt64()).Text("ß€😀\0")
                .Bytes(bytes).Longs(longs).Texts(texts));
            var receipt = _ledger.Run("cell1/alice", new ContractCall("counter", "echo", arguments));
            TestLedger.Succeed(receipt);
            Assert.Equal(arguments, new RecordReader(receipt.Calls[0].Result.ToArray()).Bytes());
            byte[] shortened = arguments[..random.Next(arguments.Length)];
            Assert.Equal(
                ReceiptStatus.InvalidArgument,
                _ledger.Run("cell1/alice", new ContractCall("counter", "echo", shortened)).Status);
        }
    }

    [Fact]
    public void Results_have_the_encoding_of_their_type()
    {
        AssertEchoes("echoBool", w => w.Bool(true));
        AssertEchoes("echoInt", w => w.Int(int.MinValue));
        AssertEchoes("echoLongs", w => w.Longs([1, -1, long.MaxValue]));
        AssertEchoes("echoTexts", w => w.Texts(["", "a", "€"]));
        Assert.True(_ledger.Run("cell1/alice", TestLedger.Call("counter", "nothing")).Calls[0].Result.IsEmpty);
    }

    [Theory]
    [InlineData(new byte[] { 2 })]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 1, 1 })]
    public void A_bool_is_0_or_1_and_alone(byte[] arguments) => Assert.Equal(
        ReceiptStatus.InvalidArgument,
        _ledger.Run("cell1/alice", new ContractCall("counter", "echoBool", arguments)).Status);

    [Fact]
    public void The_door_and_execution_agree_on_any_argument_bytes()
    {
        var random = new Random(7);
        var names = new[] { "echo", "echoBool", "echoInt", "echoLongs", "echoTexts", "get", "add" };
        var seen = new HashSet<ReceiptStatus>();
        for (var round = 0; round < 3000; round++)
        {
            var bytes = new byte[random.Next(24)];
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)(random.Next(3) == 0 ? random.Next(256) : random.Next(3));
            }

            var call = new ContractCall("counter", names[random.Next(names.Length)], bytes);
            var transaction = _ledger.Sign("cell1/alice", call);
            var check = _ledger.Executor.Check(_ledger.Next, _ledger.State, transaction).Status;
            var executed = _ledger.Executor.Execute(
                _ledger.Next, [transaction], _ledger.State, _ => false).Receipts[0].Status;
            Assert.Equal(executed, check);
            seen.Add(check);
        }

        Assert.Equal([ReceiptStatus.Ok, ReceiptStatus.InvalidArgument], seen.Order());
    }

    [Fact]
    public void A_contract_keeps_its_own_copies()
    {
        var receipt = _ledger.Run("cell1/alice", TestLedger.Call("store", "alias"));
        Assert.Equal([1], new RecordReader(receipt.Calls[0].Result.ToArray()).Bytes());
    }

    [Fact]
    public void A_contract_sees_only_what_lies_behind_its_own_name()
    {
        _ledger.State.Set("stor\0secret"u8.ToArray(), [1]);
        _ledger.State.Set("storf\0secret"u8.ToArray(), [2]);
        _ledger.State.Set("store\0mine"u8.ToArray(), [3]);
        _ledger.State.Set("store0\0secret"u8.ToArray(), [4]);
        var all = _ledger.Query("cell1/alice", "store", "scan", w => w.Bytes([]).Int(int.MaxValue));
        var entries = new RecordReader(new RecordReader(all.Result.ToArray()).Bytes());
        Assert.Equal("mine"u8.ToArray(), entries.Bytes());
        Assert.Equal([3], entries.Bytes());
        entries.End();
    }

    [Fact]
    public void Queries_answer_read_only_functions_to_enrolled_accounts()
    {
        TestLedger.Succeed(_ledger.Run("cell1/alice", TestLedger.Call("counter", "add", w => w.Text("a").Long(4))));
        Assert.Equal(
            4,
            new RecordReader(_ledger.Query("cell2/bob", "counter", "get", w => w.Text("a")).Result.ToArray()).Long());
        var write = _ledger.Query("cell2/bob", "counter", "add", w => w.Text("a").Long(1));
        Assert.Equal(
            (ReceiptStatus.Rejected, "counter.add is not read-only: it takes a transaction, not a query"),
            (write.Status, write.Message));
        var stranger = _ledger.Query("cell9/x", "counter", "get", w => w.Text("a"));
        Assert.Equal(
            (ReceiptStatus.Unauthenticated, "account cell9/x is not enrolled"), (stranger.Status, stranger.Message));
        Assert.Equal(ReceiptStatus.InvalidArgument, _ledger.Query("cell2/bob", "counter", "get").Status);
        var text = new RecordReader(_ledger.Query("cell2/bob", "counter", "describe").Result.ToArray()).Text();
        Assert.Equal($"cell2/bob cell2 - - {_ledger.Height} {_ledger.Time} {Digest.Zero}", text);
    }

    [Fact]
    public void A_context_ends_with_its_call()
    {
        var overlay = new StateOverlay(_ledger.State);
        var session = new CallSession(
            _ledger.Options, _ledger.Next, overlay,
            new ContractResolver(overlay, _ledger.Host, new Dictionary<string, BoundContract>(), 1),
            new AdmissionMemo(_ledger.Authority, 1));
        var contract = new BoundContract(new ContractManifest("store", "", []), []);
        var context = new ContractCallContext(session, contract, null, readOnly: false);
        context.State.Put(StateKey.Of("a"), [1]);
        context.Close();
        Assert.Throws<CallAbortException>(() => context.State.Put(StateKey.Of("a"), [2]));
        Assert.Throws<CallAbortException>(() => context.State.Get(StateKey.Of("a")));
        Assert.Throws<CallAbortException>(() => context.State.Scan(StateKey.Of("a")));
        Assert.Throws<CallAbortException>(() => context.Emit("e", []));
        Assert.Throws<CallAbortException>(() => context.Call("store", "get", []));
        Assert.Equal("a contract used a context beyond its call", session.Doom.Failure!.Message);
        Assert.Equal([1], Assert.Single(overlay.Writes()).Value);
    }

    private void AssertEchoes(string function, Action<RecordWriter> write)
    {
        var receipt = _ledger.Run("cell1/alice", TestLedger.Call("counter", function, write));
        Assert.Equal(TestLedger.Arguments(write), receipt.Calls[0].Result.ToArray());
    }
}
