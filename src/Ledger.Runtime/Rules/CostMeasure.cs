namespace Ledger.Runtime;

/// <summary>What a term of a <see cref="MemberCost"/> counts.</summary>
internal enum CostMeasure
{
    /// <summary>1: the term stands for one element, whose size the rule does not know.</summary>
    One,

    /// <summary>
    /// Elements of the argument: characters of a text or builder, elements of an array, span or list; 0 for null and for
    /// arguments of any other type (a comparer's argument counts when it is a text).
    /// </summary>
    Length,

    /// <summary>Characters of all texts in the argument, an array of texts; 0 for null.</summary>
    TotalLength,

    /// <summary>The argument itself, a 32-bit integer; 0 when it is negative.</summary>
    Value,
}
