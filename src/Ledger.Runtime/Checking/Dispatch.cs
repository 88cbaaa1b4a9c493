using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>Which overrides a virtual call of a member of Object may reach.</summary>
internal static class Dispatch
{
    /// <summary>
    /// Whether every object that a value of a type may be is of a type of the package: then its own code runs, metered, or a class
    /// compares by reference. Structs must override the member, since the framework's way of comparing them reads their fields by
    /// reflection.
    /// </summary>
    public static bool ReachesPackageOnly(PackageContext context, TypeRelations relations, IlType receiver, string member)
    {
        if (receiver.Kind == IlKind.Boxed)
        {
            receiver = receiver.Element;
        }

        if (member == "ToString")
        {
            return HasKnownText(context, relations, receiver);
        }

        if (receiver is not { Kind: IlKind.Named, Shape: { Origin: TypeOrigin.Package } shape })
        {
            return false;
        }

        if (shape.IsInterface)
        {
            return context.Universe.Own.All(t => !t.IsValueType || !Implements(relations, t, shape) || Overrides(t, member));
        }

        return !shape.IsValueType || Overrides(shape, member);
    }

    // The text of a type that does not override it is found by reflection.
    private static bool HasKnownText(PackageContext context, TypeRelations relations, IlType receiver)
    {
        if (receiver.Is("System.Text.StringBuilder"))
        {
            return true;
        }

        return receiver is { Kind: IlKind.Named, Shape: { Origin: TypeOrigin.Package } shape } &&
            context.Universe.Own.All(t => t.Definition!.IsAbstract || !(t == shape || MayBe(relations, t, shape)) ||
                TextOf(t) is { } method && !context.Uncalled.Contains(method));
    }

    private static bool MayBe(TypeRelations relations, TypeShape type, TypeShape other)
    {
        for (var link = type; link != null; link = link.Base?.Shape)
        {
            if (link == other || (other.IsInterface && Implements(relations, link, other)))
            {
                return true;
            }
        }

        return false;
    }

    private static MethodDefinition? TextOf(TypeShape type)
    {
        for (var link = type; link?.Definition != null; link = link.Base?.Shape)
        {
            if (link.Definition.Methods.FirstOrDefault(m => m is { Name: "ToString", IsVirtual: true, Parameters.Count: 0 }) is { } method)
            {
                return method;
            }
        }

        return null;
    }

    private static bool Implements(TypeRelations relations, TypeShape type, TypeShape contract) =>
        type.Interfaces.Exists(i => i.Shape == contract || relations.Converts(i, contract.Self));

    public static bool Overrides(TypeShape type, string member) =>
        type.Definition!.Methods.Any((MethodDefinition m) => m.Name == member && m.IsVirtual && m.Parameters.Count == 1 &&
            m.Parameters[0].ParameterType.MetadataType == MetadataType.Object);
}
