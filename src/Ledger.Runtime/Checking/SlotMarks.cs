namespace Ledger.Runtime;

/// <summary>What is known of a value on the evaluation stack besides its type.</summary>
[Flags]
internal enum SlotMarks : byte
{
    None = 0,

    /// <summary>A reference that may only be read.</summary>
    ReadOnly = 1,

    /// <summary>A reference or span that may point into this method's own variables: it must not leave the method.</summary>
    Local = 2,

    /// <summary>The object or struct that the method was called on.</summary>
    This = 4,

    /// <summary>Of a variable that keeps a reference: on some way to here nothing was put into it.</summary>
    Unassigned = 8,
}
