using Mono.Cecil;

namespace Ledger.Runtime;

/// <content>Members.</content>
internal sealed partial class TypeUniverse
{
    /// <summary>Finds the method that an instruction names.</summary>
    /// <param name="method">The operand.</param>
    /// <param name="owner">The type it is called on, with its arguments.</param>
    /// <param name="arguments">Its own type arguments.</param>
    public MethodShape Resolve(MethodReference method, out IlType owner, out IlType[] arguments)
    {
        arguments = [];
        var element = method;
        if (method is GenericInstanceMethod instance)
        {
            element = instance.ElementMethod;
            arguments = new IlType[instance.GenericArguments.Count];
            for (var i = 0; i < arguments.Length; i++)
            {
                arguments[i] = Decode(instance.GenericArguments[i], TypePlace.Value);
            }
        }

        if (element.DeclaringType is ArrayType { IsVector: false })
        {
            throw new RefusalException(
                RuleIds.Array, "it uses an array of several dimensions; use an array of arrays, or compute the index");
        }

        if (element.DeclaringType is null or ArrayType or GenericParameter or ByReferenceType or PointerType)
        {
            throw new RefusalException(RuleIds.Malformed, $"it names a method {method.Name} of no type");
        }

        owner = element is MethodDefinition { DeclaringType: { } own } ? SelfOf(own) : Decode(element.DeclaringType, TypePlace.Owner);
        var shape = owner.Shape!.Origin switch
        {
            TypeOrigin.Framework => FrameworkMethod(element, owner.Shape),
            TypeOrigin.Sdk => _sdk!.FindMethod(element, owner.Shape),
            _ => FindMethod(element, owner.Shape),
        };
        if (shape.TypeParameters.Length != arguments.Length)
        {
            throw new RefusalException(RuleIds.Malformed, $"{shape} has another number of type arguments");
        }

        return shape;
    }

    /// <summary>Finds the field that an instruction names.</summary>
    public FieldShape Resolve(FieldReference field, bool isStatic)
    {
        var owner = field is FieldDefinition { DeclaringType: { } own } ? SelfOf(own) : Decode(field.DeclaringType, TypePlace.Owner);
        switch (owner.Shape!.Origin)
        {
            case TypeOrigin.Framework:
                if (_rules.Member(MemberSignature.Of(field, isStatic)) == null)
                {
                    throw new RefusalException(
                        RuleIds.Member, $"it uses {owner.Shape.Name}.{field.Name}, which is not on the list of allowed members");
                }

                return new FieldShape(owner, field.Name, Decode(field.FieldType, TypePlace.Value), isStatic, isStatic, null);
            default:
                var definition = FindField(field, owner.Shape) ?? throw new RefusalException(
                    RuleIds.Malformed, $"{owner.Shape.Name} has no field {field.Name} of that type");
                if (definition.IsStatic != isStatic)
                {
                    throw new RefusalException(RuleIds.Malformed, $"{owner.Shape.Name}.{field.Name} is used as if static were not");
                }

                var universe = owner.Shape.Origin == TypeOrigin.Sdk ? _sdk! : this;
                return new FieldShape(
                    owner, field.Name, universe.Decode(definition.FieldType, TypePlace.Value), isStatic,
                    definition.IsInitOnly, definition);
        }
    }

    /// <summary>A method of this assembly.</summary>
    public MethodShape Shape(MethodDefinition method)
    {
        if (!_methods.TryGetValue(method, out var shape))
        {
            shape = Describe(method, Shape(method.DeclaringType), method, null);
            _methods.Add(method, shape);
        }

        return shape;
    }

    /// <summary>The method that calls of a delegate type of the SDK or the package run.</summary>
    public MethodShape InvokeOf(TypeShape type)
    {
        foreach (var method in type.Definition!.Methods)
        {
            if (method.Name == "Invoke")
            {
                return type.Origin == TypeOrigin.Sdk && _sdk != null ? _sdk.Shape(method) : Shape(method);
            }
        }

        throw new RefusalException(RuleIds.Delegate, $"{type.Name} is a delegate type without Invoke");
    }

    /// <summary>
    /// What a field of the SDK or the package holds, over the type parameters of its type. Null when it is the SDK's own affair: a type
    /// that contracts cannot name.
    /// </summary>
    public IlType? TypeOf(FieldDefinition field, TypeShape owner) =>
        (owner.Origin == TypeOrigin.Sdk && _sdk != null ? _sdk : this).Known(field.FieldType);

    private IlType SelfOf(TypeDefinition type) => Shape(type).Self;

    private MethodShape FrameworkMethod(MethodReference method, TypeShape owner)
    {
        var signature = MemberSignature.Of(method);
        var rule = _rules.Member(signature);
        if (rule == null)
        {
            throw MemberHints.Refuse(owner, method);
        }

        return Describe(method, owner, null, rule);
    }

    private MethodShape FindMethod(MethodReference method, TypeShape owner)
    {
        if (method is MethodDefinition own)
        {
            return Shape(own);
        }

        if (!_methodsByName.TryGetValue(owner, out var methods))
        {
            methods = new Dictionary<string, MethodDefinition>(StringComparer.Ordinal);
            foreach (var candidate in owner.Definition!.Methods)
            {
                methods.TryAdd(MemberSignature.Of(candidate), candidate);
            }

            _methodsByName.Add(owner, methods);
        }

        return methods.TryGetValue(MemberSignature.Of(method), out var definition)
            ? Shape(definition)
            : throw new RefusalException(RuleIds.Malformed, $"{owner.Name} has no method {method.Name} of that signature");
    }

    private static FieldDefinition? FindField(FieldReference field, TypeShape owner)
    {
        if (field is FieldDefinition own)
        {
            return own;
        }

        var signature = MemberSignature.Of(field, isStatic: false);
        foreach (var candidate in owner.Definition!.Fields)
        {
            if (candidate.Name == field.Name && MemberSignature.Of(candidate, isStatic: false) == signature)
            {
                return candidate;
            }
        }

        return null;
    }

    private MethodShape Describe(MethodReference method, TypeShape owner, MethodDefinition? definition, MemberRule? rule)
    {
        if (method.CallingConvention is not (MethodCallingConvention.Default or MethodCallingConvention.Generic) || method.ExplicitThis)
        {
            throw new RefusalException(
                RuleIds.FunctionPointer, $"{method.Name} has a variable argument list or an unmanaged calling convention");
        }

        var delegateConstructor = owner.Kind == "delegate" && method.Name == ".ctor";
        var parameters = new IlType[method.Parameters.Count];
        var readOnly = new bool[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var type = method.Parameters[i].ParameterType;
            if (delegateConstructor && i == 1 && type.MetadataType == MetadataType.IntPtr)
            {
                parameters[i] = IlType.Method;
                continue;
            }

            if (rule != null && (rule.Traits & MemberTraits.Pattern) != 0 && type is PointerType)
            {
                parameters[i] = IlType.NativeInteger;
                continue;
            }

            parameters[i] = DecodeParameter(type, out readOnly[i]);

            // An override may lack the attribute; the modifier is a part of the signature, which it shares.
            readOnly[i] |= (rule != null && (rule.Traits & MemberTraits.ReadsReferences) != 0) ||
                (definition is { IsVirtual: false } && IsReadOnlyParameter(definition.Parameters[i]));
        }

        var result = DecodeResult(method.ReturnType, out var returnsReadOnly, out var isInit);
        return new MethodShape
        {
            Owner = owner,
            Name = method.Name,
            Result = result,
            Parameters = parameters,
            HasThis = method.HasThis,
            TypeParameters = definition == null
                ? [.. method.GenericParameters.Select(_ => new ParameterShape(false, false, false, []))]
                : Parameters(definition),
            ReadOnlyParameters = readOnly,
            ReturnsReadOnly = returnsReadOnly,
            IsInit = isInit,
            IsReadOnly = definition == null
                ? !owner.Name.EndsWith("Enumerator", StringComparison.Ordinal)
                : !isInit && (HasAttribute(definition, IsReadOnlyAttribute) || HasAttribute(owner.Definition!, IsReadOnlyAttribute)),
            IsVirtual = definition?.IsVirtual ?? (rule!.Traits & MemberTraits.Virtual) != 0,
            IsAbstract = definition?.IsAbstract ?? owner.IsInterface,
            Definition = definition,
            Rule = rule,
        };
    }

    private const string IsReadOnlyAttribute = "System.Runtime.CompilerServices.IsReadOnlyAttribute";

    private static bool IsReadOnlyParameter(ParameterDefinition parameter) =>
        HasAttribute(parameter, IsReadOnlyAttribute) ||
        HasAttribute(parameter, "System.Runtime.CompilerServices.RequiresLocationAttribute");
}
