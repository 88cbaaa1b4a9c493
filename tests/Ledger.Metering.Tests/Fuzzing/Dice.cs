namespace Ledger.Metering.Tests;

/// <summary>A stream of numbers that a seed stands for, today and next year (SplitMix64, Steele et al. 2014).</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        unchecked
        {
            _state += 0x9e3779b97f4a7c15;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
            z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
            return z ^ (z >> 31);
        }
    }

    public int Below(int limit) => (int)(Next() % (ulong)limit);

    public bool OneIn(int chances) => Below(chances) == 0;

    public T Pick<T>(IList<T> items) => items[Below(items.Count)];

    /// <summary>Mostly small, now and then at the edges.</summary>
    public long Number() => Below(8) switch
    {
        0 => unchecked((long)Next()),
        1 => long.MinValue + Below(2),
        2 => long.MaxValue - Below(2),
        3 => int.MinValue + (long)Below(3) - 1,
        4 => int.MaxValue + (long)Below(3) - 1,
        _ => Below(20) - 6,
    };
}
