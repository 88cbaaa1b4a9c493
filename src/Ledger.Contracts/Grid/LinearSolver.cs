using Ledger.Chaincode;

namespace Ledger.Contracts.Grid;

/// <summary>
/// Solves A X = B in whole numbers by Bareiss's fraction-free elimination: every division is exact, and numbers stay as
/// small as determinants. Pure, O(n² (n + columns)) operations.
/// </summary>
public static class LinearSolver
{
    /// <summary>
    /// The numerators of X, as [row][column]; all over the returned determinant of A, which is positive when A is
    /// positive definite.
    /// </summary>
    /// <param name="a">A positive definite matrix; it is used up.</param>
    /// <param name="b">The right-hand sides, as [row][column]; they become the numerators.</param>
    public static ExactInteger Solve(ExactInteger[][] a, ExactInteger[][] b)
    {
        var previous = ExactInteger.Of(1);
        for (var pivot = 0; pivot < a.Length; pivot++)
        {
            // The leading minors of a positive definite matrix are positive: no row is ever exchanged.
            if (a[pivot][pivot].Sign <= 0)
            {
                throw new ContractRejection("the network's equations have no unique solution");
            }

            for (var row = 0; row < a.Length; row++)
            {
                if (row != pivot)
                {
                    Eliminate(a, b, pivot, row, previous);
                }
            }

            previous = a[pivot][pivot];
        }

        return previous;
    }

    private static void Eliminate(ExactInteger[][] a, ExactInteger[][] b, int pivot, int row, ExactInteger previous)
    {
        var (diagonal, factor) = (a[pivot][pivot], a[row][pivot]);
        for (var column = 0; column < a.Length; column++)
        {
            a[row][column] = Step(a[row][column], a[pivot][column], diagonal, factor, previous);
        }

        for (var column = 0; column < b[row].Length; column++)
        {
            b[row][column] = Step(b[row][column], b[pivot][column], diagonal, factor, previous);
        }
    }

    private static ExactInteger Step(
        ExactInteger value, ExactInteger above, ExactInteger diagonal, ExactInteger factor, ExactInteger previous)
    {
        if (value.Sign == 0 && (above.Sign == 0 || factor.Sign == 0))
        {
            return value;
        }

        return value.Multiply(diagonal).Subtract(above.Multiply(factor)).Divide(previous, out _);
    }
}
