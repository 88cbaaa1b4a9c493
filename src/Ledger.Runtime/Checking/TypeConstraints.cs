namespace Ledger.Runtime;

/// <summary>Type arguments satisfy the constraints of what they are given to.</summary>
internal static class TypeConstraints
{
    /// <summary>Checks a type and everything inside it.</summary>
    public static void Check(TypeRelations relations, IlType type)
    {
        if (type.IsParameter)
        {
            relations.Constraints(type);
        }

        foreach (var argument in type.Arguments)
        {
            Check(relations, argument);
        }

        if (type.Kind == IlKind.Named && type.Arguments.Length > 0)
        {
            relations.TypeNamed?.Invoke(type);
            Check(relations, type.Shape!.Parameters, type.Arguments, type.Arguments, [], type.Shape.Name);
        }
    }

    /// <summary>Checks the type arguments of a method that is called on a type.</summary>
    public static void Check(TypeRelations relations, MethodShape method, IlType owner, IlType[] arguments)
    {
        foreach (var argument in arguments)
        {
            Check(relations, argument);
        }

        if (arguments.Length > 0)
        {
            relations.MethodNamed?.Invoke(method, arguments);
        }

        Check(relations, method.TypeParameters, arguments, owner.Arguments, arguments, method.ToString());
    }

    private static void Check(
        TypeRelations relations, ParameterShape[] parameters, IlType[] arguments, IlType[] ofType, IlType[] ofMethod,
        string name)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            var argument = arguments[i];
            if (parameters[i] is var parameter && !Satisfies(relations, argument, parameter, ofType, ofMethod))
            {
                throw new RefusalException(
                    RuleIds.Constraint, $"it gives {argument} to {name}, whose type parameter asks for something else");
            }
        }
    }

    private static bool Satisfies(
        TypeRelations relations, IlType argument, ParameterShape parameter, IlType[] ofType, IlType[] ofMethod)
    {
        if ((parameter.IsClass && !relations.IsReference(argument)) ||
            (parameter.IsStruct && !IsPlainStruct(relations, argument)) ||
            (parameter.HasConstructor && !parameter.IsStruct && !HasConstructor(relations, argument)))
        {
            return false;
        }

        foreach (var constraint in parameter.Types)
        {
            if (!relations.Converts(argument, constraint.Substitute(ofType, ofMethod)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPlainStruct(TypeRelations relations, IlType type) => type.IsParameter
        ? relations.Constraints(type).IsStruct
        : type is { Kind: IlKind.Named, Shape.IsValueType: true } && !type.Is("System.Nullable`1");

    private static bool HasConstructor(TypeRelations relations, IlType type)
    {
        if (type.IsParameter)
        {
            return relations.Constraints(type) is { } constraints && (constraints.HasConstructor || constraints.IsStruct);
        }

        if (type.Kind != IlKind.Named)
        {
            return false;
        }

        return type.Shape!.IsValueType || (type.Shape.Definition is { IsAbstract: false } definition &&
            definition.Methods.Any(m => m.Name == ".ctor" && m.IsPublic && m.Parameters.Count == 0));
    }
}
