using Ledger.Chaincode;

namespace Ledger.Contracts.Tests.Harness;

/// <summary>One call into one contract of a <see cref="TestLedger"/>.</summary>
internal sealed class TestContext(TestLedger ledger, TestCaller caller, string contract, TestState state) : CallContext
{
    public override Caller Caller => caller;

    public override long BlockHeight => ledger.Height;

    public override long BlockTimeMilliseconds => (ledger.Now == 0 ? ledger.Height : ledger.Now) * 1000;

    public override string TransactionId => new('0', 64);

    public override IContractState State => state;

    public override void Emit(string name, byte[] data)
    {
        Assert.False(state.IsReadOnly, "a read-only function emitted");
        ledger.Events.Add((contract, name, data));
    }

    public override byte[] Call(string other, string function, byte[] arguments) =>
        ledger.Invoke(caller.From(contract), other, function, arguments, state.IsReadOnly);

    // The key "signs" by standing before the message; real signatures are a matter of the executor's tests.
    public override bool VerifySignature(byte[] publicKey, byte[] message, byte[] signature) =>
        signature.AsSpan().SequenceEqual(publicKey.Concat(message).ToArray());
}
