using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>Every method of a package is plain IL that runs because a contract calls it; its body is verified.</summary>
internal static class PackageMethods
{
    private const int ParametersMax = 64;
    private const int FrameSizeMax = 16 * 1024;

    public static void Check(PackageContext context, TypeShape type)
    {
        foreach (var method in type.Definition!.Methods)
        {
            context.Place.Enter(method);
            CheckDeclaration(type, method);
            CheckAttributes(method);
            if (type.Kind == "delegate" && method.Name is "BeginInvoke" or "EndInvoke")
            {
                // C# declares them and nothing can call them.
                continue;
            }

            var shape = context.Universe.Shape(method);
            var relations = context.Relations(type, shape);
            CheckSignature(relations, shape);
            CheckOverrides(context, method);
            if (!method.HasBody)
            {
                continue;
            }

            if (!context.IsRewritten)
            {
                CheckFrame(context, shape, method);
                if (method.Name == ".cctor")
                {
                    StaticConstructors.Check(context, method);
                }
            }

            MethodVerifier.Verify(context, method);
        }
    }

    private static void CheckDeclaration(TypeShape type, MethodDefinition method)
    {
        const MethodImplAttributes Harmless = MethodImplAttributes.NoInlining | MethodImplAttributes.NoOptimization |
            MethodImplAttributes.AggressiveInlining | (MethodImplAttributes)0x200;
        if (method.IsSynchronized)
        {
            throw new RefusalException(RuleIds.Thread, "it takes a lock; contracts have one thread");
        }

        var isDelegate = type.Kind == "delegate" && method.IsRuntime;
        var impl = method.ImplAttributes & ~Harmless & ~(isDelegate ? MethodImplAttributes.Runtime : 0);
        if (method.IsPInvokeImpl || impl != 0 || method.HasSecurityDeclarations || method.IsUnmanagedExport)
        {
            throw new RefusalException(RuleIds.NativeCode, "it is not written in IL (P/Invoke or native code)");
        }

        if (method.Name == "Finalize" && !method.IsStatic && method.Parameters.Count == 0)
        {
            throw new RefusalException(RuleIds.Finalizer, "it is a finalizer, which runs at no certain time");
        }

        if (method.Name == ".cctor" && (type.Name == "<Module>" || type.IsInterface || !method.IsStatic || method.Parameters.Count != 0))
        {
            throw new RefusalException(RuleIds.StaticConstructor, "it runs when the assembly is loaded, or for an interface");
        }

        if ((method.Name == ".ctor" && (method.IsStatic || method.IsVirtual || type.IsInterface || method.HasGenericParameters)) ||
            method.HasBody == (method.IsAbstract || isDelegate) ||
            (method.IsAbstract && (!method.IsVirtual || !type.Definition!.IsAbstract)) ||
            (method.IsVirtual && method.IsStatic && !type.IsInterface) || (method.HasThis == method.IsStatic))
        {
            throw new RefusalException(RuleIds.Malformed, "it has a body where there can be none, or none where there must be one");
        }

        if (type.IsInterface && method.IsVirtual && !method.IsAbstract)
        {
            throw new RefusalException(RuleIds.Inheritance, "it is an interface method with code; write it in the classes");
        }

        if (method.Parameters.Count > ParametersMax)
        {
            throw new RefusalException(RuleIds.Bounds, $"it has more than {ParametersMax} parameters");
        }
    }

    private static void CheckAttributes(MethodDefinition method)
    {
        Attributes.Check(method);
        Attributes.Check(method.MethodReturnType);
        PackageTypes.CheckTypeParameters(method);
        foreach (var parameter in method.Parameters)
        {
            Attributes.Check(parameter);
            if (parameter.HasMarshalInfo)
            {
                throw new RefusalException(RuleIds.NativeCode, "it has a parameter that is laid out for native code");
            }
        }
    }

    private static void CheckSignature(TypeRelations relations, MethodShape shape)
    {
        if (shape.Owner.Kind == "delegate" && shape.Name != "Invoke")
        {
            return;
        }

        Array.ForEach(shape.Parameters, p => TypeConstraints.Check(relations, p));
        if (shape.Result != null)
        {
            TypeConstraints.Check(relations, shape.Result);
        }

        foreach (var parameter in shape.TypeParameters)
        {
            Array.ForEach(parameter.Types, t => TypeConstraints.Check(relations, t));
        }
    }

    // Explicit overrides of Object's methods under other names would hide them from the rules about those.
    private static void CheckOverrides(PackageContext context, MethodDefinition method)
    {
        if (!method.HasOverrides)
        {
            return;
        }

        foreach (var overridden in method.Overrides)
        {
            var shape = context.Universe.Resolve(overridden, out var owner, out _);
            if (!owner.Shape!.IsInterface && owner.Shape.Origin != TypeOrigin.Package)
            {
                throw new RefusalException(RuleIds.Inheritance, $"it overrides {shape} under another name");
            }
        }
    }

    private static void CheckFrame(PackageContext context, MethodShape shape, MethodDefinition method)
    {
        var size = 0;
        foreach (var parameter in shape.Parameters)
        {
            size += StructSizes.Of(context.Universe, parameter, 0);
        }

        foreach (var variable in method.Body.Variables)
        {
            size += StructSizes.Of(context.Universe, context.Universe.Decode(variable.VariableType, TypePlace.Variable), 0);
        }

        if (size > FrameSizeMax)
        {
            throw new RefusalException(RuleIds.Bounds, $"its parameters and variables take more than {FrameSizeMax} bytes");
        }
    }
}
