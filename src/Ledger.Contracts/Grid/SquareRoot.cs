namespace Ledger.Contracts.Grid;

/// <summary>Integer square roots. Pure.</summary>
public static class SquareRoot
{
    /// <summary>The largest whole number whose square is not above the value; 0 for negative values.</summary>
    public static Int128 Floor(Int128 value)
    {
        if (value <= 0)
        {
            return 0;
        }

        // Newton's method from above never passes the root.
        Int128 root = 1;
        for (var rest = value; rest > 0; rest >>= 2)
        {
            root <<= 1;
        }

        while (true)
        {
            var next = (root + (value / root)) >> 1;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }
}
