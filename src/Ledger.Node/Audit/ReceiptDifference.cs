using Ledger.Primitives;

namespace Ledger.Node.Audit;

/// <summary>Two receipts of one transaction that are not the same, in words.</summary>
internal static class ReceiptDifference
{
    /// <summary>Ends a sentence that began with who gives the other receipt.</summary>
    public static string Describe(ReadOnlyMemory<byte> stored, ReadOnlyMemory<byte> other)
    {
        var (left, right) = (Receipt.TryDecode(stored.Span), Receipt.TryDecode(other.Span));
        if (left == null || right == null)
        {
            return $"gives another receipt; {(left == null ? "the stored one" : "the other one")} does not decode";
        }

        if (left.Status != right.Status || left.Message != right.Message)
        {
            return $"gives the receipt {Outcome(right.Status, right.Message)} instead of {Outcome(left.Status, left.Message)}";
        }

        for (var i = 0; i < Math.Min(left.Calls.Count, right.Calls.Count); i++)
        {
            if (Describe(left.Calls[i], right.Calls[i]) is { } difference)
            {
                return $"gives another receipt: call {i} {difference}";
            }
        }

        return "gives another receipt";
    }

    private static string? Describe(CallResult left, CallResult right)
    {
        if (left.Status != right.Status || left.Message != right.Message)
        {
            return $"ends with {Outcome(right.Status, right.Message)} instead of {Outcome(left.Status, left.Message)}";
        }

        if (!left.Result.Span.SequenceEqual(right.Result.Span))
        {
            return $"returns {Convert.ToHexStringLower(right.Result.Span)} instead of {Convert.ToHexStringLower(left.Result.Span)}";
        }

        return left.GasUsed != right.GasUsed ? $"uses {right.GasUsed} gas instead of {left.GasUsed}"
            : left.Events.Count != right.Events.Count ? $"has {right.Events.Count} events instead of {left.Events.Count}"
            : null;
    }

    private static string Outcome(ReceiptStatus status, string message) =>
        message.Length == 0 ? status.ToString() : $"{status} ({message})";
}
