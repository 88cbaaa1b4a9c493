using System.Text;
using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// What one running function sees. It sees only keys behind its own contract's name, and nothing once its call
/// has ended.
/// </summary>
internal sealed class ContractCallContext : CallContext, IContractState
{
    private readonly BoundContract _contract;
    private readonly string? _from;
    private readonly bool _readOnly;
    private AccountCaller? _caller;
    private bool _closed;

    public ContractCallContext(CallSession session, BoundContract contract, string? from, bool readOnly)
    {
        Session = session;
        _contract = contract;
        _from = from;
        _readOnly = readOnly;
    }

    public override Caller Caller => _caller ??= new AccountCaller(Session.Account, _from);

    public override long BlockHeight => (long)Session.Block.Height;

    public override long BlockTimeMilliseconds => (long)Session.Block.TimeMilliseconds;

    public override string TransactionId => Session.TransactionIdText;

    public override IContractState State => this;

    /// <summary>The session, for system contracts.</summary>
    internal CallSession Session { get; }

    internal string ContractName => _contract.Name;

    internal bool IsReadOnly => _readOnly;

    public override void Emit(string name, byte[] data)
    {
        RequireWritable("emits an event");
        var nameSize = Encoding.UTF8.GetByteCount(name);
        if (nameSize == 0 || nameSize > Session.Options.EventNameSizeMax)
        {
            throw Session.Doom.Beyond($"1 to {Session.Options.EventNameSizeMax} bytes for the name of an event");
        }

        if (data.Length > Session.Options.EventDataSizeMax)
        {
            throw Session.Doom.Beyond($"{Session.Options.EventDataSizeMax} bytes of data in an event");
        }

        Session.Emit(new LedgerEvent(_contract.Name, name, data.AsSpan().ToArray()), nameSize + data.Length);
    }

    public override byte[] Call(string contract, string function, byte[] arguments)
    {
        RequireOpen();
        return Session.CallFrom(this, contract, function, arguments);
    }

    public override bool VerifySignature(byte[] publicKey, byte[] message, byte[] signature)
    {
        RequireOpen();
        Session.Usage.Signature(message.Length);
        return Session.Admissions.Signatures.Verify(publicKey, message, signature);
    }

    public byte[]? Get(StateKey key)
    {
        RequireOpen();
        Span<byte> buffer = stackalloc byte[IStateView.KeySizeMax];
        var whole = WholeKey(key, buffer);
        Session.Usage.BeginRead();
        var value = Session.Overlay.Get(whole);
        Session.Usage.Read(whole.Length + (value?.Length ?? 0));
        return value?.AsSpan().ToArray();
    }

    public void Put(StateKey key, byte[] value)
    {
        if (value.Length > Session.Options.ValueSizeMax)
        {
            throw Session.Doom.Beyond($"{Session.Options.ValueSizeMax} bytes for a value");
        }

        PutLarge(key, value);
    }

    public void Delete(StateKey key)
    {
        RequireWritable("removes a key");
        Span<byte> buffer = stackalloc byte[IStateView.KeySizeMax];
        var whole = WholeKey(key, buffer);
        Session.ChargeWrite(whole.Length);
        Session.Overlay.Delete(whole, Session.TransactionIndex);
    }

    public StateEntry[] Scan(StateKey prefix, int limit = int.MaxValue)
    {
        RequireOpen();
        var tail = prefix.Bytes;
        if (tail.Length > Session.Options.KeySizeMax)
        {
            return [];
        }

        Session.Usage.BeginScan();
        byte[] whole = [.. _contract.StatePrefix, .. tail];
        var found = new List<KeyValuePair<byte[], byte[]>>();
        var passed = Session.Overlay.Scan(
            whole, Math.Min(limit, Session.Usage.ScanEntriesMax), Session.Usage.PassedKeysMax, found);
        Session.Usage.PassedKeys(passed);
        var entries = new StateEntry[found.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            var (key, value) = found[i];
            Session.Usage.ScanEntry(key.Length + value.Length);
            entries[i] = new StateEntry(
                StateKey.FromBytes(key.AsSpan(_contract.StatePrefix.Length).ToArray()), value.AsSpan().ToArray());
        }

        return entries;
    }

    /// <summary>Sets a value of any size that the state holds; system contracts store packages.</summary>
    internal void PutLarge(StateKey key, byte[] value)
    {
        RequireWritable("writes");
        RuntimeInvariantException.Check(value.Length <= IStateView.ValueSizeMax, "a value fits into the state");
        Span<byte> buffer = stackalloc byte[IStateView.KeySizeMax];
        var whole = WholeKey(key, buffer);
        Session.ChargeWrite(whole.Length + value.Length);
        Session.Overlay.Put(whole, value.AsSpan().ToArray(), Session.TransactionIndex);
    }

    /// <summary>Ends the context with its call.</summary>
    internal void Close() => _closed = true;

    private ReadOnlySpan<byte> WholeKey(StateKey key, Span<byte> buffer)
    {
        var tail = key.Bytes;
        if (tail.Length == 0 || tail.Length > Session.Options.KeySizeMax)
        {
            throw Session.Doom.Beyond($"1 to {Session.Options.KeySizeMax} bytes for a key");
        }

        _contract.StatePrefix.CopyTo(buffer);
        tail.CopyTo(buffer[_contract.StatePrefix.Length..]);
        return buffer[..(_contract.StatePrefix.Length + tail.Length)];
    }

    private void RequireWritable(string what)
    {
        RequireOpen();
        if (_readOnly)
        {
            throw Session.Doom.Abort(ReceiptStatus.Failed, $"a read-only function of {_contract.Name} {what}");
        }
    }

    private void RequireOpen()
    {
        if (_closed)
        {
            throw Session.Doom.Abort(ReceiptStatus.Failed, "a contract used a context beyond its call");
        }

        Session.Doom.ThrowIfSet();
    }
}
