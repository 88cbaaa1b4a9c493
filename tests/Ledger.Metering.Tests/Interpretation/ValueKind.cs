namespace Ledger.Metering.Tests;

/// <summary>The kinds of ECMA-335 III.1.1 that the interpreter knows.</summary>
internal enum ValueKind
{
    Int,
    Long,
    Native,
    Reference,
    Struct,
    Pointer,
}
