using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Ledger.Metering.Tests;

/// <summary>The types that random programs of one assembly share.</summary>
internal sealed class World
{
    public World(string name)
    {
        Assembly = AssemblyDefinition.CreateAssembly(
            new AssemblyNameDefinition(name, new Version(1, 0)), name, ModuleKind.Dll);
        Module = Assembly.MainModule;
        var core = new AssemblyNameReference("System.Runtime", new Version(10, 0, 0, 0));
        var collections = new AssemblyNameReference("System.Collections", new Version(10, 0, 0, 0));
        Module.AssemblyReferences.Clear();
        Module.AssemblyReferences.Add(core);
        Module.AssemblyReferences.Add(collections);
        Types = Module.TypeSystem;
        Module.TypeSystem.Object.Scope = core;
        Failure = new TypeReference("System", "InvalidOperationException", Module, core);
        List = new GenericInstanceType(Generic("System.Collections.Generic", "List`1", collections));
        List.GenericArguments.Add(Types.Int64);
        Math = new TypeReference("System", "Math", Module, core);
        Pair = AddStruct();
        Node = AddClass("Node", Types.Object);
        Node.Fields.Add(new FieldDefinition("Next", FieldAttributes.Public, Node));
        Node.Fields.Add(new FieldDefinition("Items", FieldAttributes.Public, new ArrayType(Types.Int64)));
        Node.Fields.Add(new FieldDefinition("Pair", FieldAttributes.Public, Pair));
        Leaf = AddClass("Leaf", Node);
        EndConstructors();
        Map = AddDelegate(core);
        Host = new TypeDefinition("", "Programs", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed,
            Types.Object);
        Module.Types.Add(Host);
    }

    public AssemblyDefinition Assembly { get; }

    public ModuleDefinition Module { get; }

    public TypeSystem Types { get; }

    public TypeReference Failure { get; }

    public GenericInstanceType List { get; }

    public TypeReference Math { get; }

    public TypeDefinition Pair { get; }

    public TypeDefinition Node { get; }

    public TypeDefinition Leaf { get; }

    public TypeDefinition Map { get; }

    public TypeDefinition Host { get; }

    /// <summary>A method of another assembly.</summary>
    public MethodReference Foreign(
        TypeReference owner, string name, TypeReference result, bool hasThis, params TypeReference[] parameters)
    {
        var method = new MethodReference(name, result, owner) { HasThis = hasThis };
        foreach (var parameter in parameters)
        {
            method.Parameters.Add(new ParameterDefinition(parameter));
        }

        return method;
    }

    /// <summary>A member of the list with its type parameter in the place of the element.</summary>
    public MethodReference OfList(string name, bool returnsElement, int integers, bool takesElement)
    {
        var element = List.ElementType.GenericParameters[0];
        var result = returnsElement ? element : name == "get_Count" ? Types.Int32 : Types.Void;
        TypeReference[] parameters =
        [
            .. Enumerable.Repeat(Types.Int32, integers), .. takesElement ? (TypeReference[])[element] : [],
        ];
        return Foreign(List, name, result, true, parameters);
    }

    public MethodDefinition Method(TypeDefinition owner, string name, MethodAttributes attributes, TypeReference result,
        params TypeReference[] parameters)
    {
        var method = new MethodDefinition(name, attributes, result);
        foreach (var parameter in parameters)
        {
            method.Parameters.Add(new ParameterDefinition(parameter));
        }

        owner.Methods.Add(method);
        return method;
    }

    public byte[] Write()
    {
        using var stream = new MemoryStream();
        Assembly.Write(stream);
        return stream.ToArray();
    }

    private TypeReference Generic(string space, string name, AssemblyNameReference scope)
    {
        var type = new TypeReference(space, name, Module, scope);
        type.GenericParameters.Add(new GenericParameter(type));
        return type;
    }

    private TypeDefinition AddStruct()
    {
        var type = new TypeDefinition("", "Pair",
            TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.SequentialLayout,
            new TypeReference("System", "ValueType", Module, Types.CoreLibrary));
        type.Fields.Add(new FieldDefinition("X", FieldAttributes.Public, Types.Int64));
        type.Fields.Add(new FieldDefinition("Y", FieldAttributes.Public, Types.Int32));
        type.Fields.Add(new FieldDefinition("Z", FieldAttributes.Public, Types.Int16));
        type.Fields.Add(new FieldDefinition("W", FieldAttributes.Public, Types.Byte));
        Module.Types.Add(type);
        return type;
    }

    private TypeDefinition AddClass(string name, TypeReference parent)
    {
        var type = new TypeDefinition("", name, TypeAttributes.Public, parent);
        type.Fields.Add(new FieldDefinition("A" + name, FieldAttributes.Public, Types.Int64));
        type.Fields.Add(new FieldDefinition("B" + name, FieldAttributes.Public, Types.Int32));
        Module.Types.Add(type);
        var constructor = Method(type, ".ctor",
            MethodAttributes.Public | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName |
            MethodAttributes.HideBySig, Types.Void, Types.Int64);
        var il = constructor.Body.GetILProcessor();
        il.Emit(OpCodes.Ldarg_0);
        if (parent is TypeDefinition known)
        {
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Call, known.Methods.First(m => m.IsConstructor));
        }
        else
        {
            il.Emit(OpCodes.Call, Foreign(parent, ".ctor", Types.Void, true));
        }

        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Stfld, type.Fields[0]);
        var slot = parent is TypeDefinition ? MethodAttributes.ReuseSlot : MethodAttributes.NewSlot;
        Method(type, "Twist", MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig | slot,
            Types.Int64, Types.Int64);
        return type;
    }

    // A node is its own successor and has some items, so that few programs end at null.
    private void EndConstructors()
    {
        var il = Node.Methods[0].Body.GetILProcessor();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Stfld, Node.Fields[2]);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, 6);
        il.Emit(OpCodes.Newarr, Types.Int64);
        il.Emit(OpCodes.Stfld, Node.Fields[3]);
        il.Emit(OpCodes.Ret);
        Leaf.Methods[0].Body.GetILProcessor().Emit(OpCodes.Ret);
    }

    private TypeDefinition AddDelegate(AssemblyNameReference core)
    {
        var type = new TypeDefinition("", "Map", TypeAttributes.Public | TypeAttributes.Sealed,
            new TypeReference("System", "MulticastDelegate", Module, core));
        Module.Types.Add(type);
        var constructor = Method(type, ".ctor",
            MethodAttributes.Public | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName |
            MethodAttributes.HideBySig, Types.Void, Types.Object, Types.IntPtr);
        constructor.ImplAttributes = MethodImplAttributes.Runtime;
        var invoke = Method(type, "Invoke",
            MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig | MethodAttributes.NewSlot,
            Types.Int64, Types.Int64);
        invoke.ImplAttributes = MethodImplAttributes.Runtime;
        return type;
    }
}
