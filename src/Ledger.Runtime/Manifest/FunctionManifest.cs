using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// What callers need to know of a function. Encoded: name text, read-only bool, parameters (count, then name text and
/// type text), result type text, access text, gas hint u64. Types are spelled as in C#: <c>bool int long string byte[]
/// long[] string[]</c>, results also <c>void</c>.
/// </summary>
/// <param name="Name">Its name on the ledger.</param>
/// <param name="MethodName">The method that carries it; not encoded.</param>
/// <param name="ReadOnly">Whether a query may call it; it cannot write or emit.</param>
/// <param name="Parameters">In order.</param>
/// <param name="Result">Type of the result.</param>
/// <param name="Access">Who may call.</param>
public sealed record FunctionManifest(
    string Name,
    string MethodName,
    bool ReadOnly,
    IReadOnlyList<ParameterManifest> Parameters,
    ValueKind Result,
    FunctionAccess Access)
{
    /// <summary>Longest parameter name, in bytes.</summary>
    public const int ParameterNameSizeMax = 128;

    /// <summary>Longest access text, in bytes.</summary>
    public const int AccessTextSizeMax = 2048;

    /// <summary>What a call usually needs (<see cref="Chaincode.GasHintAttribute"/>), above 0; 0 when it does not say.</summary>
    public long GasHint { get; init; }

    internal void Encode(CanonicalWriter writer)
    {
        writer.Text(Name).Bool(ReadOnly).Count(Parameters.Count);
        foreach (var parameter in Parameters)
        {
            writer.Text(parameter.Name).Text(ValueKinds.NameOf(parameter.Kind));
        }

        writer.Text(ValueKinds.NameOf(Result)).Text(Access.ToString()).U64((ulong)GasHint);
    }
}
