namespace Ledger.Runtime;

/// <summary>What a delegate type calls.</summary>
/// <param name="Result">Null for no result.</param>
/// <param name="Parameters">Over the type parameters of the delegate type.</param>
/// <param name="ReadOnlyParameters">Which parameters are references that are only read.</param>
/// <param name="ReturnsReadOnly">Whether the result is a reference that may only be read.</param>
internal sealed record DelegateSignature(
    IlType? Result, IlType[] Parameters, bool[] ReadOnlyParameters, bool ReturnsReadOnly)
{
    /// <summary>The signature of a delegate type.</summary>
    public static DelegateSignature Of(TypeUniverse universe, IlType type)
    {
        var shape = type.Shape!;
        if (shape.Origin != TypeOrigin.Framework)
        {
            var invoke = universe.InvokeOf(shape);
            return new DelegateSignature(invoke.Result, invoke.Parameters, invoke.ReadOnlyParameters, invoke.ReturnsReadOnly);
        }

        var own = Enumerable.Range(0, shape.Variance.Length).Select(i => IlType.Parameter(ofMethod: false, i)).ToArray();
        var name = shape.Name.Split('`')[0];
        return name switch
        {
            "System.Action" => Plain(null, own),
            "System.Func" => Plain(own[^1], own[..^1]),
            "System.Comparison" => Plain(universe.Framework("System.Int32"), [own[0], own[0]]),
            "System.Predicate" => Plain(universe.Framework("System.Boolean"), own),
            _ => throw new RefusalException(RuleIds.Delegate, $"it makes a delegate of type {type}"),
        };
    }

    /// <summary>Whether a delegate of a type may hold a method: arguments and results of reference types may widen.</summary>
    public static bool Accepts(TypeRelations relations, DelegateSignature invoke, IlType type, DelegateTarget target)
    {
        var method = target.Method;
        if (invoke.Parameters.Length != method.Parameters.Length || (invoke.Result == null) != (method.Result == null))
        {
            return false;
        }

        for (var i = 0; i < invoke.Parameters.Length; i++)
        {
            var given = invoke.Parameters[i].Substitute(type.Arguments, []);
            var taken = method.Parameters[i].Substitute(target.Owner.Arguments, target.Arguments);
            if (!Widens(relations, given, taken) || (invoke.ReadOnlyParameters[i] && !method.ReadOnlyParameters[i]))
            {
                return false;
            }
        }

        return invoke.Result == null ||
            ((invoke.ReturnsReadOnly || !method.ReturnsReadOnly) && Widens(
                relations, method.Result!.Substitute(target.Owner.Arguments, target.Arguments),
                invoke.Result.Substitute(type.Arguments, [])));
    }

    private static DelegateSignature Plain(IlType? result, IlType[] parameters) =>
        new(result, parameters, new bool[parameters.Length], false);

    private static bool Widens(TypeRelations relations, IlType from, IlType to) => from.Equals(to) ||
        (relations.IsReference(from) && relations.IsReference(to) && relations.Converts(from, to));
}
