namespace Ledger.Client.Strategies;

/// <summary>
/// Numbers that look random and follow from a seed, the same everywhere and in every version: SplitMix64 of Steele, Lea
/// and Flood, <i>Fast splittable pseudorandom number generators</i>, OOPSLA 2014. Not for secrets. Not thread safe.
/// </summary>
public sealed class SeededGenerator
{
    private ulong _state;

    /// <summary>Starts from a seed.</summary>
    public SeededGenerator(ulong seed)
    {
        _state = seed;
    }

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>A number from a range, both ends included; its bias is below 2^-32 for ranges below 2^32.</summary>
    public long Between(long least, long most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, least);
        var span = (UInt128)((Int128)most - least + 1);
        return (long)(least + (Int128)(((UInt128)Next() * span) >> 64));
    }
}
