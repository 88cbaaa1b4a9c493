using System.Diagnostics.CodeAnalysis;

namespace Ledger.Consensus;

/// <summary>
/// Always-on checks of what must hold when this code is right: a safety bug becomes a stop, not a wrong vote.
/// </summary>
internal static class Check
{
    public static void That([DoesNotReturnIf(false)] bool holds, string invariant)
    {
        if (!holds)
        {
            Throw(invariant);
        }
    }

    [DoesNotReturn]
    private static void Throw(string invariant) =>
        throw new InvalidOperationException($"consensus invariant broken: {invariant}");
}
