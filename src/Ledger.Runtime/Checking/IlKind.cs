namespace Ledger.Runtime;

/// <summary>Kinds of types that verification tells apart (ECMA-335 III.1.8.1.2).</summary>
internal enum IlKind
{
    /// <summary>A class, struct, interface, enumeration or delegate, with its type arguments.</summary>
    Named,

    /// <summary>A one-dimensional array that begins at 0.</summary>
    Array,

    /// <summary>A managed pointer.</summary>
    Reference,

    /// <summary>A type parameter of the type at hand.</summary>
    TypeParameter,

    /// <summary>A type parameter of the method at hand.</summary>
    MethodParameter,

    /// <summary>The null reference; on the evaluation stack only.</summary>
    Null,

    /// <summary>An integer as wide as a pointer: what <c>ldlen</c> gives; on the evaluation stack only.</summary>
    NativeInteger,

    /// <summary>A value in a box; on the evaluation stack only.</summary>
    Boxed,

    /// <summary>A method on its way into a delegate; on the evaluation stack only.</summary>
    Method,
}
