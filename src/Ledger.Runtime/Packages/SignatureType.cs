using System.Reflection.Metadata;

namespace Ledger.Runtime;

/// <summary>A type as a signature spells it.</summary>
/// <param name="Name">Full name; generic types without their arguments; arrays end in <c>[]</c>.</param>
/// <param name="IsValueType">Whether the signature says it is a value type.</param>
/// <param name="Definition">The package's own type, or nil.</param>
internal readonly record struct SignatureType(string Name, bool IsValueType, TypeDefinitionHandle Definition);
