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
        Limits = new CallLimits(options.Limits);
        Usage = new UsageMeter(options, Doom, Limits.Meter);
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

    public CallLimits Limits { get; }

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
        Limits.BeginTransaction();
    }

    /// <summary>
    /// Runs one call of the present transaction, or of a query; a call that does not end well leaves no
    /// write.
    /// </summary>
    public CallResult Run(ContractCall call, bool query)
    {
        var mark = Overlay.Mark();
        Usage.BeginCall();
        Limits.BeginCall();
        Doom.Clear();
        _events.Clear();
        byte[] result = [];
        var threw = false;
        var before = Limits.Meter.Attach();
        try
        {
            Limits.Meter.Spend(GasSchedule.Call + (call.Arguments.Length / GasSchedule.BytesPerGas));
            Limits.Meter.Take(call.Arguments.Length);
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
            threw = true;
            NoteFailure(e);
        }
        finally
        {
            before.Attach();
        }

        Overlay.ThrowIfBaseFailed();
        if (Limits.Failure is { } exhausted)
        {
            // Library code may have swallowed the meter's exception; the call fails all the same.
            Doom.Note(exhausted);
        }

        var gas = Limits.EndCall(threw);
        if (Doom.Failure is not { } doom)
        {
            return new CallResult(ReceiptStatus.Ok, "", result, gas, _events.Count == 0 ? [] : _events.ToArray());
        }

        Overlay.Revert(mark);
        return new CallResult(doom.Status, MessageText.Cut(doom.Message), ReadOnlyMemory<byte>.Empty, gas, []);
    }

    /// <summary>A contract calls another one. What goes wrong there ends the whole call.</summary>
    public byte[] CallFrom(ContractCallContext from, string contract, string function, byte[] arguments)
    {
        Usage.NestedCall(arguments.Length);
        try
        {
            return Invoke(contract, function, arguments, from, from.IsReadOnly, out var result) is { } failure
                ? throw new CallAbortException(failure)
                : result;
        }
        catch (Exception e) when (e is not RuntimeInvariantException)
        {
            NoteFailure(e);
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

    // What the meter ended counts as such, whatever library code made of its exception.
    private void NoteFailure(Exception e) => Doom.Note(Limits.Failure ?? ExceptionMapping.Map(e));
}
