namespace Ledger.Runtime;

/// <summary>
/// Who may call a function. There are up to three ways in, and one suffices: being any enrolled account, carrying all
/// the required attributes, or being one of the named contracts. Without any, the function is closed to everyone.
/// Immutable.
/// </summary>
/// <param name="AnyMember">Every enrolled account of a member organisation may.</param>
/// <param name="Requirements">A caller that meets all of them may; empty is no way in.</param>
/// <param name="Contracts">Calls that come directly from one of these contracts may; empty is no way in.</param>
public sealed record FunctionAccess(
    bool AnyMember, IReadOnlyList<AttributeRequirement> Requirements, IReadOnlyList<string> Contracts)
{
    /// <summary>Closed to everyone: what a function without access attributes has.</summary>
    public static FunctionAccess Nobody { get; } = new(false, [], []);

    /// <summary>Open to every member.</summary>
    public static FunctionAccess Member { get; } = new(true, [], []);

    /// <summary>Whether the caller may call.</summary>
    /// <param name="caller">The signer's record.</param>
    /// <param name="fromContract">The contract that makes the call, or null for the transaction itself.</param>
    public bool Grants(AccountRecord caller, string? fromContract)
    {
        if (AnyMember)
        {
            return true;
        }

        if (fromContract != null)
        {
            for (var i = 0; i < Contracts.Count; i++)
            {
                if (string.Equals(Contracts[i], fromContract, StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return Requirements.Count > 0 && FirstMissing(caller) == null;
    }

    /// <summary>Why the caller may not, in one line: what is needed and what the caller has.</summary>
    public string Denial(string contract, string function, AccountRecord caller)
    {
        var from = Contracts.Count == 0 ? "" : $"a call from {string.Join(" or ", Contracts)}";
        if (FirstMissing(caller) is not { } missing)
        {
            return from.Length == 0
                ? $"{contract}.{function} grants access to nobody"
                : $"{contract}.{function} needs {from}";
        }

        var way = from.Length == 0 ? "" : $", or {from}";
        var has = caller.Attribute(missing.Name) ?? "none";
        return $"{contract}.{function} needs {missing}{way}; {caller.Name} has {has}";
    }

    /// <summary>The rule in one line, for people.</summary>
    public override string ToString()
    {
        var ways = new List<string>(3);
        if (AnyMember)
        {
            ways.Add("any member");
        }

        if (Requirements.Count > 0)
        {
            ways.Add(string.Join(" and ", Requirements));
        }

        if (Contracts.Count > 0)
        {
            ways.Add($"a call from {string.Join(" or ", Contracts)}");
        }

        return ways.Count == 0 ? "nobody" : string.Join(", or ", ways);
    }

    private AttributeRequirement? FirstMissing(AccountRecord caller)
    {
        for (var i = 0; i < Requirements.Count; i++)
        {
            if (!Requirements[i].Accepts(caller.Attribute(Requirements[i].Name)))
            {
                return Requirements[i];
            }
        }

        return null;
    }
}
