using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>Types in the signatures of generic members, as they are where the member is used.</summary>
internal static class CallTypes
{
    /// <summary>The type of a field where it is used.</summary>
    public static TypeReference Of(FieldReference field) => Substitute(field.FieldType, field.DeclaringType, null);

    /// <summary>A type from a method's signature, with the arguments of the call in place of its parameters.</summary>
    public static TypeReference Substitute(TypeReference type, MethodReference method) =>
        Substitute(type, method.DeclaringType, method as GenericInstanceMethod);

    private static TypeReference Substitute(TypeReference type, TypeReference owner, GenericInstanceMethod? method)
    {
        if (!type.ContainsGenericParameter)
        {
            return type;
        }

        switch (type)
        {
            case GenericParameter { Type: GenericParameterType.Method } parameter:
                return method == null ? parameter : method.GenericArguments[parameter.Position];
            case GenericParameter parameter:
                return owner is GenericInstanceType generic ? generic.GenericArguments[parameter.Position] : parameter;
            case GenericInstanceType instance:
                var made = new GenericInstanceType(instance.ElementType) { IsValueType = instance.IsValueType };
                foreach (var argument in instance.GenericArguments)
                {
                    made.GenericArguments.Add(Substitute(argument, owner, method));
                }

                return made;
            case ArrayType array:
                return new ArrayType(Substitute(array.ElementType, owner, method), array.Rank);
            case ByReferenceType reference:
                return new ByReferenceType(Substitute(reference.ElementType, owner, method));
            case IModifierType modifier:
                return Substitute(modifier.ElementType, owner, method);
            default:
                throw new MeteringException($"{type.FullName} is no type for a call");
        }
    }
}
