using System.Globalization;

namespace Ledger.Primitives;

/// <summary>
/// How many of the member organisations must agree to a change of the contracts (L7): <c>majority</c> (more than half),
/// <c>all</c>, or <c>at-least N</c> with N of 1 or more. Immutable.
/// </summary>
public sealed record ApprovalPolicy
{
    private const string MajorityText = "majority";
    private const string AllText = "all";
    private const string AtLeastPrefix = "at-least ";

    // 0 for majority, -1 for all.
    private readonly int _count;

    private ApprovalPolicy(int count)
    {
        _count = count;
    }

    /// <summary>More than half.</summary>
    public static ApprovalPolicy Majority { get; } = new(0);

    /// <summary>Every one.</summary>
    public static ApprovalPolicy All { get; } = new(-1);

    /// <summary>Reads a policy as <see cref="ToString"/> writes it.</summary>
    /// <returns>Null when the text is something else.</returns>
    public static ApprovalPolicy? TryParse(string? text)
    {
        if (text is MajorityText or AllText)
        {
            return text == MajorityText ? Majority : All;
        }

        // Digits alone, none of them a leading zero: one policy, one text.
        return text != null && text.StartsWith(AtLeastPrefix, StringComparison.Ordinal) &&
            int.TryParse(text.AsSpan(AtLeastPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var n) &&
            n > 0 && text[AtLeastPrefix.Length] != '0'
            ? new ApprovalPolicy(n)
            : null;
    }

    /// <summary>Approvals that are needed.</summary>
    /// <param name="organisations">Member organisations.</param>
    public int Needed(int organisations) => _count switch
    {
        0 => (organisations / 2) + 1,
        -1 => organisations,
        _ => _count,
    };

    /// <summary>Whether so many member organisations can meet it.</summary>
    public bool CanBeMet(int organisations) => Needed(organisations) <= organisations;

    /// <summary>The policy as text.</summary>
    public override string ToString() => _count switch
    {
        0 => MajorityText,
        -1 => AllText,
        _ => string.Create(CultureInfo.InvariantCulture, $"{AtLeastPrefix}{_count}"),
    };
}
