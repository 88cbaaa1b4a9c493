namespace Ledger.Client;

/// <summary>What callers need to know of a function. Immutable.</summary>
/// <param name="Name">Its name on the ledger.</param>
/// <param name="IsReadOnly">Whether it can be asked without a transaction.</param>
/// <param name="Parameters">In order.</param>
/// <param name="Result">Type of the result.</param>
/// <param name="Access">Who may call, in words.</param>
public sealed record ContractFunction(
    string Name, bool IsReadOnly, IReadOnlyList<FunctionParameter> Parameters, ContractValueType Result, string Access)
{
    /// <summary>Gas that a call usually needs, by the contract's author; 0 when the author does not say.</summary>
    public ulong GasHint { get; init; }

    /// <summary>As in <c>transfer(string to, long amountNano, string memo)</c>.</summary>
    public string Signature =>
        $"{Name}({string.Join(", ", Parameters.Select(p => $"{ContractValueTypes.NameOf(p.Type)} {p.Name}"))})";

    /// <summary>
    /// Encodes arguments given as text, one for each parameter (<see cref="ContractValueType"/> tells the spelling).
    /// </summary>
    /// <exception cref="FormatException">Wrong number, or one is not a value of its type; one line for
    /// people.</exception>
    public byte[] EncodeArguments(IReadOnlyList<string> texts)
    {
        if (texts.Count != Parameters.Count)
        {
            var plural = Parameters.Count == 1 ? "" : "s";
            throw new FormatException($"{Signature} takes {Parameters.Count} argument{plural}, not {texts.Count}");
        }

        var arguments = new CallArguments();
        for (var i = 0; i < texts.Count; i++)
        {
            if (!arguments.TryAppend(Parameters[i].Type, texts[i]))
            {
                throw new FormatException(
                    $"{Signature}: '{texts[i]}' is not a {ContractValueTypes.NameOf(Parameters[i].Type)} for {Parameters[i].Name}");
            }
        }

        return arguments.ToArray();
    }
}
