using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Ledger.Chaincode.Metering;

/// <summary>
/// Counts down what a call may still use. Not for contracts: the checker refuses every mention of it. The rewriter puts
/// calls of it into contract code, and the SDK charges work whose cost grows with data. Each thread has one; without a
/// runtime around it (unit tests of a contract class) it is practically unlimited.
/// </summary>
/// <remarks>
/// Charges come before what they pay for. Once anything has run out every later charge fails too, so nothing that
/// contract or library code does with the exception leads back to work. Counts depend only on the code and its data,
/// never on the machine. Not thread safe.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class Meter
{
    /// <summary>Bytes allocated for one gas, beside the constant cost of an allocation.</summary>
    public const int BytesPerGas = 8;

    private const long Unlimited = long.MaxValue / 2;

    [ThreadStatic]
    private static Meter? t_current;

    // Below zero once exhausted, and then never zero or more again before Begin.
    private long _gas = Unlimited;
    private long _memory = Unlimited;
    private long _stack = Unlimited;
    private long _gasAtBegin = Unlimited;
    private long _stackAtBegin = Unlimited;
    private long _gasUsedAtEnd;

    /// <summary>What ran out first; None while the call goes on.</summary>
    public MeterLimit Exhausted { get; private set; }

    /// <summary>Gas charged since <see cref="Begin"/>; all of it when the gas ran out.</summary>
    public long GasUsed => Exhausted == MeterLimit.None ? _gasAtBegin - _gas : _gasUsedAtEnd;

    /// <summary>Gas that is left; none once anything is exhausted.</summary>
    public long GasLeft => Math.Max(_gas, 0);

    /// <summary>Bytes of stack charged at present, or where an exception was raised.</summary>
    public long StackUsed => _stackAtBegin - _stack;

    /// <summary>The meter of this thread.</summary>
    public static Meter Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => t_current ?? Create();
    }

    /// <summary>Charges work; about half a nanosecond each. For the SDK.</summary>
    /// <param name="gas">Not negative.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Charge(long gas) => Current.Spend(gas);

    /// <summary>Charges memory, and the work of allocating it, before it is allocated. For the SDK.</summary>
    /// <param name="bytes">Not negative.</param>
    public static void Allocate(long bytes) => Current.Take(bytes);

    /// <summary>Enters a function of a contract; the first thing that rewritten code does.</summary>
    /// <param name="frame">Bytes of stack that the function is charged.</param>
    /// <returns>The meter, for the rest of the function.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Meter Enter(int frame)
    {
        var meter = Current;
        var left = unchecked(meter._stack - frame);
        meter._stack = left;
        if (left < 0)
        {
            meter.Exhaust(MeterLimit.Stack);
        }

        return meter;
    }

    /// <summary>Leaves a function of a contract in the ordinary way.</summary>
    /// <param name="frame">What <see cref="Enter"/> was given.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave(int frame) => _stack = unchecked(_stack + frame);

    /// <summary>Charges a block of instructions.</summary>
    /// <param name="gas">A constant, not negative.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Block(int gas)
    {
        var left = unchecked(_gas - gas);
        _gas = left;
        if (left < 0)
        {
            Exhaust(MeterLimit.Gas);
        }
    }

    /// <summary>Charges a block of instructions that allocates objects of known sizes.</summary>
    /// <param name="gas">A constant, not negative; the work of allocating is part of it.</param>
    /// <param name="bytes">A constant, not negative.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Block(int gas, int bytes)
    {
        Block(gas);
        var left = unchecked(_memory - bytes);
        _memory = left;
        if (left < 0)
        {
            Exhaust(MeterLimit.Memory);
        }
    }

    /// <summary>Charges work of an amount that is only known at run time.</summary>
    /// <param name="gas">What it costs; a negative amount is a mistake of the caller and takes everything.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Spend(long gas)
    {
        if (_gas < 0 || unchecked((ulong)gas > (ulong)_gas))
        {
            Exhaust(MeterLimit.Gas);
        }

        _gas = unchecked(_gas - gas);
    }

    /// <summary>Charges memory of a size that is only known at run time, and the work of allocating it.</summary>
    /// <param name="bytes">How much; a negative size takes everything.</param>
    public void Take(long bytes)
    {
        if (unchecked((ulong)bytes > (ulong)_memory))
        {
            Exhaust(MeterLimit.Memory);
        }

        Spend(unchecked((long)((ulong)bytes / BytesPerGas)));
        _memory = unchecked(_memory - bytes);
    }

    /// <summary>Makes this the meter of the present thread.</summary>
    /// <returns>The one before, to be put back.</returns>
    public Meter Attach()
    {
        var before = Current;
        t_current = this;
        return before;
    }

    /// <summary>Starts anew with these limits.</summary>
    /// <param name="gas">Most gas.</param>
    /// <param name="memory">Most bytes allocated.</param>
    /// <param name="stack">Most bytes of stack.</param>
    public void Begin(long gas, long memory, long stack)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gas);
        ArgumentOutOfRangeException.ThrowIfNegative(memory);
        ArgumentOutOfRangeException.ThrowIfNegative(stack);
        _gas = gas;
        _gasAtBegin = gas;
        _memory = memory;
        _stack = stack;
        _stackAtBegin = stack;
        _gasUsedAtEnd = 0;
        Exhausted = MeterLimit.None;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Meter Create() => t_current = new Meter();

    /// <summary>Not marked against inlining: the compiler must see that it never returns, to keep it out of loops' registers.</summary>
    [DoesNotReturn]
    private void Exhaust(MeterLimit limit) => throw Exhaustion(limit);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private MeterException Exhaustion(MeterLimit limit)
    {
        if (Exhausted == MeterLimit.None)
        {
            Exhausted = limit;
            _gasUsedAtEnd = limit == MeterLimit.Gas ? _gasAtBegin : _gasAtBegin - _gas;
        }

        _gas = -1;
        return new MeterException(Exhausted);
    }
}
