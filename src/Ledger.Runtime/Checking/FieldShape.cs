using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>A field as an instruction sees it.</summary>
/// <param name="Owner">Its type, with its arguments.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it holds, over the type parameters of its type.</param>
/// <param name="IsStatic">Whether it is static.</param>
/// <param name="IsReadOnly">Whether only constructors may set it.</param>
/// <param name="Definition">The definition in the SDK or the package.</param>
internal sealed record FieldShape(
    IlType Owner, string Name, IlType Type, bool IsStatic, bool IsReadOnly, FieldDefinition? Definition)
{
    /// <summary>What it holds where it is used.</summary>
    public IlType TypeHere => Type.Substitute(Owner.Arguments, []);

    public override string ToString() => $"{Owner.Shape!.Name}.{Name}";
}
