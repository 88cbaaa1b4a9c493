using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>What the checks of one package share.</summary>
/// <param name="Universe">Its types and those it sees.</param>
/// <param name="Place">Where the check is.</param>
/// <param name="Graph">How type parameters flow.</param>
/// <param name="Uncalled">Methods that no contract code may call; see <see cref="UncalledMethods"/>.</param>
/// <param name="IsRewritten">Whether it comes from the meter and not from an author.</param>
internal sealed record PackageContext(
    TypeUniverse Universe, CheckPlace Place, GenericGraph Graph, IReadOnlySet<MethodDefinition> Uncalled, bool IsRewritten)
{
    /// <summary>The relations of types inside a method or, without one, inside a type.</summary>
    public TypeRelations Relations(TypeShape type, MethodShape? method) =>
        new(Universe, type.Parameters, method?.TypeParameters ?? [])
        {
            TypeNamed = used => Graph.Add(type, method?.Definition, used),
            MethodNamed = (used, arguments) => Graph.Add(type, method?.Definition, used, arguments),
        };
}
