namespace Ledger.Runtime;

/// <summary>One allowed type of the framework, as far as verification needs to know it.</summary>
/// <param name="Kind">class, struct, interface, enum or delegate.</param>
/// <param name="Name">Full name; nested types as <c>Outer/Inner</c>.</param>
/// <param name="Parameters">Its type parameters: <c>+</c> covariant, <c>-</c> contravariant, a space otherwise.</param>
/// <param name="Base">Full name of its base class, or null.</param>
/// <param name="Interfaces">Its interfaces in terms of its own type parameters.</param>
/// <param name="Flags">Words of <c>types.txt</c>.</param>
/// <param name="Reason">Why it is allowed.</param>
internal sealed record TypeRule(
    string Kind, string Name, string Parameters, string? Base, IReadOnlyList<string> Interfaces,
    IReadOnlyList<string> Flags, string Reason);
