namespace Ledger.Simulation;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): a seed gives the same run on every machine and in every year. Not thread safe.
/// </summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>From 0 to one below the bound.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>From the least to the most, both included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>True in so many of a hundred cases.</summary>
    public bool Chance(int percent) => Below(100) < percent;

    /// <summary>True in so many of a million cases.</summary>
    public bool ChanceMillionth(int millionths) => Below(1_000_000) < millionths;

    /// <summary>One of them.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>Any order.</summary>
    public void Shuffle<T>(IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>
    /// Another sequence that this one decides: what draws from it does not shift what draws from here.
    /// </summary>
    public SeededRandom Fork() => new(Next());
}
