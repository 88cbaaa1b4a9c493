using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>A contract and its functions. Encoded: name text, days of history u32, functions (count, then each).</summary>
/// <param name="Name">Its address on the ledger.</param>
/// <param name="TypeName">Full name of the class; not encoded.</param>
/// <param name="Functions">Ascending by ordinal name.</param>
public sealed record ContractManifest(string Name, string TypeName, IReadOnlyList<FunctionManifest> Functions)
{
    /// <summary>The method marked <see cref="Chaincode.MigrationAttribute"/>, or null; not encoded.</summary>
    public string? Migration { get; init; }

    /// <summary>Most days that <see cref="Chaincode.HistoryAgeAttribute"/> may state: a hundred years.</summary>
    public const int HistoryAgeDaysMax = 36_500;

    /// <summary>
    /// Days of ledger time after which earlier values of the contract's keys may be pruned
    /// (<see cref="Chaincode.HistoryAgeAttribute"/>), 1 to <see cref="HistoryAgeDaysMax"/>; 0 when it states none.
    /// </summary>
    public int HistoryAgeDays { get; init; }

    /// <summary>Whether a text may name a contract: 1 to 32 of <c>a-z 0-9 -</c>, beginning with a letter.</summary>
    public static bool IsName(string text)
    {
        if (text.Length is 0 or > ContractCall.ContractSizeMax || !char.IsAsciiLetterLower(text[0]))
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary><see cref="HistoryAgeDays"/> of an encoded manifest.</summary>
    internal static int HistoryAgeDaysOf(ReadOnlySpan<byte> encoded)
    {
        var reader = new CanonicalReader(encoded);
        reader.Text(ContractCall.ContractSizeMax);
        return (int)reader.U32();
    }

    internal void Encode(CanonicalWriter writer)
    {
        writer.Text(Name).U32((uint)HistoryAgeDays).Count(Functions.Count);
        foreach (var function in Functions)
        {
            function.Encode(writer);
        }
    }
}
