namespace Ledger.Runtime;

/// <summary>Where a type stands, which decides what it may be.</summary>
internal enum TypePlace
{
    /// <summary>A field, an element, a type argument: no references, nothing that lives on the stack.</summary>
    Value,

    /// <summary>A parameter, local variable or result: also references and spans.</summary>
    Variable,

    /// <summary>The type that a member belongs to, or that is initialised: also spans.</summary>
    Owner,
}
