using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>
/// References to <see cref="Ledger.Chaincode.Metering.Meter"/> as one package needs them, made by name: nothing is
/// looked up in assemblies of the host.
/// </summary>
internal sealed class MeterMembers
{
    private const string Namespace = "Ledger.Chaincode.Metering";
    private readonly ModuleDefinition _module;
    private readonly TypeSystem _types;

    public MeterMembers(ModuleDefinition module)
    {
        _module = module;
        _types = module.TypeSystem;
        var sdk = module.AssemblyReferences.FirstOrDefault(r => r.Name == RuleSet.Sdk);
        if (sdk == null)
        {
            sdk = new AssemblyNameReference(RuleSet.Sdk, new Version(0, 0, 0, 0));
            module.AssemblyReferences.Add(sdk);
        }

        Type = new TypeReference(Namespace, "Meter", module, sdk);
        Current = Method("get_Current", Type, false);
        Enter = Method("Enter", Type, false, _types.Int32);
        Leave = Method("Leave", _types.Void, true, _types.Int32);
        Block = Method("Block", _types.Void, true, _types.Int32);
        AllocatingBlock = Method("Block", _types.Void, true, _types.Int32, _types.Int32);
        NewArray = Method("NewArray", _types.Int32, false, _types.Int32, Type, _types.Int32);
    }

    public TypeReference Type { get; }

    public MethodReference Current { get; }

    public MethodReference Enter { get; }

    public MethodReference Leave { get; }

    public MethodReference Block { get; }

    public MethodReference AllocatingBlock { get; }

    public MethodReference NewArray { get; }

    /// <summary>The method that charges by a value of this type, or null when such values have no length.</summary>
    public MethodReference? Count(CostMeasure measure, TypeReference type)
    {
        switch (measure)
        {
            case CostMeasure.Value:
                return Counting("Count", _types.Int32);
            case CostMeasure.TotalLength when type is ArrayType { ElementType.MetadataType: MetadataType.String }:
                return Counting("Total", new ArrayType(_types.String));
            case CostMeasure.TotalLength when type is GenericInstanceType texts:
                return Counting("Total", texts);
            case CostMeasure.Length when type is GenericParameter || type.MetadataType == MetadataType.Object:
                return Any(type);
            case CostMeasure.Length when type.MetadataType == MetadataType.String:
                return Counting("Count", _types.String);
            case CostMeasure.Length when type is ArrayType:
                return Counting("Count", Core("System", "Array"));
            case CostMeasure.Length when type.FullName == "System.Text.StringBuilder":
                return Counting("Count", type);
            case CostMeasure.Length when type is GenericInstanceType
                { ElementType: { Name: "Span`1" or "ReadOnlySpan`1" or "List`1" } element, GenericArguments: [var argument] }:
                return Generic(element, argument);
            default:
                return null;
        }
    }

    /// <summary>The method that charges by a value whose type does not tell whether it has a length.</summary>
    public MethodReference Any(TypeReference type)
    {
        var method = Method("Any", _types.Void, false);
        var own = new GenericParameter(method);
        method.GenericParameters.Add(own);
        return Closed(method, own, type);
    }

    private MethodReference Counting(string name, TypeReference type) =>
        Method(name, _types.Void, false, type, Type, _types.Int32, _types.Int32);

    private GenericInstanceMethod Generic(TypeReference element, TypeReference argument)
    {
        var method = Method("Count", _types.Void, false);
        var own = new GenericParameter(method);
        method.GenericParameters.Add(own);
        var type = new GenericInstanceType(element) { IsValueType = element.Name != "List`1" };
        type.GenericArguments.Add(own);
        return Closed(method, type, argument);
    }

    private GenericInstanceMethod Closed(MethodReference method, TypeReference measured, TypeReference argument)
    {
        foreach (var type in (TypeReference[])[measured, Type, _types.Int32, _types.Int32])
        {
            method.Parameters.Add(new ParameterDefinition(type));
        }

        var closed = new GenericInstanceMethod(method);
        closed.GenericArguments.Add(argument);
        return closed;
    }

    private TypeReference Core(string space, string name) =>
        new(space, name, _module, _types.CoreLibrary);

    private MethodReference Method(string name, TypeReference result, bool hasThis, params TypeReference[] parameters)
    {
        var method = new MethodReference(name, result, Type) { HasThis = hasThis };
        foreach (var parameter in parameters)
        {
            method.Parameters.Add(new ParameterDefinition(parameter));
        }

        return method;
    }
}
