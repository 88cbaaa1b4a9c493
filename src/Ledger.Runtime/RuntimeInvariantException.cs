using System.Diagnostics.CodeAnalysis;

namespace Ledger.Runtime;

/// <summary>
/// A rule of the runtime itself is broken, or what it was promised does not hold: the node must stop rather than go on
/// with a result that may differ from the other replicas' (STYLE.md 7). Never the outcome of a transaction.
/// </summary>
public sealed class RuntimeInvariantException : Exception
{
    /// <summary>Says which rule.</summary>
    public RuntimeInvariantException(string message)
        : base(message)
    {
    }

    internal static void Check([DoesNotReturnIf(false)] bool holds, string rule)
    {
        if (!holds)
        {
            throw new RuntimeInvariantException(rule);
        }
    }
}
