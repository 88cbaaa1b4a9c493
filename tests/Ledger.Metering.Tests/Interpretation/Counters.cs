namespace Ledger.Metering.Tests;

/// <summary>The meter once more, written from its description and not from its code.</summary>
internal sealed class Counters(long gas, long memory, long stack)
{
    public long GasLeft { get; private set; } = gas;

    public long MemoryLeft { get; private set; } = memory;

    public long StackLeft { get; private set; } = stack;

    public void Gas(long amount)
    {
        if (amount > GasLeft)
        {
            GasLeft = 0;
            throw new OutOfException("Gas");
        }

        GasLeft -= amount;
    }

    public void Memory(long bytes)
    {
        if (bytes > MemoryLeft)
        {
            throw new OutOfException("Memory");
        }

        MemoryLeft -= bytes;
    }

    public void Stack(long bytes)
    {
        if (bytes > StackLeft)
        {
            throw new OutOfException("Stack");
        }

        StackLeft -= bytes;
    }
}

/// <summary>The interpreter's meter has run out.</summary>
internal sealed class OutOfException(string what) : Exception(what);
