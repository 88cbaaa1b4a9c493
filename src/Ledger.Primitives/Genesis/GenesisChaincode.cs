namespace Ledger.Primitives;

/// <summary>What the organisations agreed about contracts before the first block.</summary>
public sealed record GenesisChaincode
{
    /// <summary>Most packages that a genesis file names.</summary>
    public const int PackagesMax = 64;

    /// <summary>More than half of the organisations decide; no package is agreed beforehand.</summary>
    public static GenesisChaincode Default { get; } = new() { Policy = "majority", Packages = [] };

    /// <summary>
    /// How many organisations must agree to a change of the contracts: <c>majority</c>, <c>all</c> or
    /// <c>at-least N</c> (<see cref="ApprovalPolicy"/>).
    /// </summary>
    public required string Policy { get; init; }

    /// <summary>
    /// SHA-256 of packages, 64 hexadecimal digits each: whoever installs one of them activates it, since everybody who
    /// joined under this genesis has agreed to it. At most <see cref="PackagesMax"/>.
    /// </summary>
    public required IReadOnlyList<string> Packages { get; init; }

    /// <summary>Why it cannot be, in one line; null when it can.</summary>
    internal string? Flaw()
    {
        // What JSON calls null is no null to the type system, so these checks are not idle.
        if (Policy is null || Packages is null)
        {
            return "something in it is null";
        }

        if (ApprovalPolicy.TryParse(Policy) == null)
        {
            return $"'{Policy}' is no policy; there are majority, all, and at-least with a number";
        }

        return Packages.Count > PackagesMax
            ? $"it names {Packages.Count} packages, more than {PackagesMax}"
            : Packages.All(p => Digest.TryParse(p, out _)) ? null : "a package hash has 64 hexadecimal digits";
    }
}
