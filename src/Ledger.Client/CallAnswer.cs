using Ledger.Primitives;

namespace Ledger.Client;

/// <summary>The answer of a read-only call. Immutable.</summary>
/// <param name="Result">The function's result in the ledger's encoding; read it with <see
/// cref="ResultReader"/>.</param>
/// <param name="Height">Height of the state that was read.</param>
public sealed record CallAnswer(ReadOnlyMemory<byte> Result, SequenceNumber Height)
{
    /// <summary>A reader at the start of the result.</summary>
    public ResultReader Read() => new(Result.Span);
}
