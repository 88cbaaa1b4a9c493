using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// Runs calls one after another on one overlay: finds the contract, checks access, dispatches, and turns every way a
/// call can end into a result. A call stands or falls as a whole, nested calls included. One thread.
/// </summary>
internal sealed partial class CallSession
{
    private readonly List<LedgerEvent> _events = [];
    private Digest _transactionId;
    private string? _transactionIdText;

    public CallSession(
        ExecutorOptions options,
        BlockContext block,
        StateOverlay overlay,
        ContractResolver resolver,
        AdmissionMemo admissions)
    {
        Options = options;
        Block = block;
        Overlay = overlay;
        Usage = new UsageMeter(options, Doom);
        Admissions = admissions;
        _resolver = resolver;
        _arguments = new ArgumentReader[options.CallDepthMax];
        _results = new ResultWriter[options.CallDepthMax];
    }

    public ExecutorOptions Options { get; }

    public BlockContext Block { get; }

    public StateOverlay Overlay { get; }

    public CallDoom Doom { get; } = new();

    public UsageMeter Usage { get; }

    public AdmissionMemo Admissions { get; }

    /// <summary>The height whose bindings of names to packages count.</summary>
    public ulong BindingHeight => _resolver.Height;

    /// <summary>The signer of the present transaction.</summary>
    public AccountRecord Account { get; private set; } = null!;

    public int TransactionIndex { get; private set; }

    public string TransactionIdText => _transactionIdText ??= _transactionId.ToString();

    public void BeginTransaction(AccountRecord account, Digest id, int index)
    {
        Account = account;
        TransactionIndex = index;
        _transactionId = id;
        _transactionIdText = null;
        Usage.BeginTransaction();
    }

    /// <summary>
    /// Runs one call of the present transaction, or of a query; a call that does not end well leaves no
    /// write.
    /// </summary>
    public CallResult Run(ContractCall call, bool query)
    {
        var mark = Overlay.Mark();
        Usage.BeginCall();
        Doom.Clear();
        _events.Clear();
        byte[] result = [];
        try
        {
            if (Invoke(call.Contract, call.Function, call.Arguments, null, query, out result) is { } failure)
            {
                Doom.Note(failure);
            }
            else
            {
                ChargeBlock(result.Length);
            }
        }
        catch (Exception e) when (e is not RuntimeInvariantException)
        {
            Doom.Note(ExceptionMapping.Map(e));
        }

        Overlay.ThrowIfBaseFailed();
        if (Doom.Failure is not { } doom)
        {
            return new CallResult(ReceiptStatus.Ok, "", result, 0, _events.Count == 0 ? [] : _events.ToArray());
        }

        Overlay.Revert(mark);
        return new CallResult(doom.Status, MessageText.Cut(doom.Message), ReadOnlyMemory<byte>.Empty, 0, []);
    }

    /// <summary>A contract calls another one. What goes wrong there ends the whole call.</summary>
    public byte[] CallFrom(ContractCallContext from, string contract, string function, byte[] arguments)
    {
        Usage.NestedCall();
        try
        {
            return Invoke(contract, function, arguments, from, from.IsReadOnly, out var result) is { } failure
                ? throw new CallAbortException(failure)
                : result;
        }
        catch (Exception e) when (e is not RuntimeInvariantException)
        {
            Doom.Note(ExceptionMapping.Map(e));
            throw;
        }
    }

    public void Emit(LedgerEvent e, int size)
    {
        Usage.Event(size);
        ChargeBlock(size);
        _events.Add(e);
    }

    public void ChargeWrite(int size)
    {
        Usage.Write(size);
        ChargeBlock(size);
    }

    private void ChargeBlock(int size)
    {
        Overlay.Charge(size);
        Usage.BlockBytes(Overlay.Bytes);
    }
}
