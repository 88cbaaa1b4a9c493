using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>Which types a package ever puts in the place of its own type parameters.</summary>
internal sealed class TypeArgumentUses
{
    private readonly HashSet<(GenericParameter Parameter, TypeReference Argument)> _found = [];
    private readonly List<(GenericParameter Parameter, TypeReference Argument)> _inOrder = [];

    /// <summary>Type parameters of the package beside types in their place, each pair at least once.</summary>
    public static IReadOnlyList<(GenericParameter Parameter, TypeReference Argument)> Of(ModuleDefinition module)
    {
        var found = new TypeArgumentUses();
        foreach (var type in module.GetTypes())
        {
            found.Add(type.BaseType);
            foreach (var implemented in type.Interfaces)
            {
                found.Add(implemented.InterfaceType);
            }

            foreach (var field in type.Fields)
            {
                found.Add(field.FieldType);
            }

            foreach (var method in type.Methods)
            {
                found.Add(method);
            }
        }

        return found._inOrder;
    }

    private void Add(MethodDefinition method)
    {
        AddSignature(method);
        if (!method.HasBody)
        {
            return;
        }

        foreach (var local in method.Body.Variables)
        {
            Add(local.VariableType);
        }

        foreach (var instruction in method.Body.Instructions)
        {
            switch (instruction.Operand)
            {
                case TypeReference type:
                    Add(type);
                    break;
                case FieldReference field:
                    Add(field.DeclaringType);
                    Add(field.FieldType);
                    break;
                case MethodReference called:
                    Add(called.DeclaringType);
                    AddSignature(called);
                    AddArguments(called);
                    break;
                default:
                    break;
            }
        }
    }

    private void AddSignature(MethodReference method)
    {
        Add(method.ReturnType);
        foreach (var parameter in method.Parameters)
        {
            Add(parameter.ParameterType);
        }
    }

    private void AddArguments(MethodReference called)
    {
        if (called is not GenericInstanceMethod instance)
        {
            return;
        }

        var definition = instance.DeclaringType?.GetElementType() is TypeDefinition ? instance.Resolve() : null;
        for (var i = 0; i < instance.GenericArguments.Count; i++)
        {
            Add(instance.GenericArguments[i]);
            Pair(definition, i, instance.GenericArguments[i]);
        }
    }

    private void Add(TypeReference? type)
    {
        for (; type is TypeSpecification specification; type = specification.ElementType)
        {
            if (specification is not GenericInstanceType instance)
            {
                continue;
            }

            for (var i = 0; i < instance.GenericArguments.Count; i++)
            {
                Pair(instance.ElementType as TypeDefinition, i, instance.GenericArguments[i]);
                Add(instance.GenericArguments[i]);
            }
        }
    }

    private void Pair(IGenericParameterProvider? definition, int position, TypeReference argument)
    {
        if (definition == null || position >= definition.GenericParameters.Count)
        {
            return;
        }

        var pair = (definition.GenericParameters[position], argument);
        if (_found.Add(pair))
        {
            _inOrder.Add(pair);
        }
    }
}
