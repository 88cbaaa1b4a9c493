using System.Collections.Frozen;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Ledger.Runtime;

/// <summary>
/// The rules for packages as data, read from the files beside this one: what may be named, used and executed, and what each use
/// costs. The checker reads it to judge and the meter to charge. Immutable, thread safe.
/// </summary>
/// <remarks>
/// Of the SDK every public member is allowed, at <see cref="SdkCost"/>: what costs more than that is charged by the SDK's own code.
/// </remarks>
internal sealed class RuleSet
{
    /// <summary>
    /// Version of the rules, the checker and the costs: part of consensus. Any change that turns a verdict or a receipt needs a new one.
    /// </summary>
    public const int CurrentVersion = 4;

    /// <summary>The SDK's assembly.</summary>
    public const string Sdk = "Ledger.Chaincode";

    /// <summary>The namespace of the SDK that rewritten code may use and contracts may not.</summary>
    public const string MeteringNamespace = "Ledger.Chaincode.Metering";

    private static readonly Lazy<RuleSet> LazyCurrent = new(() => RuleFiles.Read(CurrentVersion));

    private readonly FrozenDictionary<string, OpcodeRule> _opcodes;
    private readonly FrozenDictionary<string, TypeRule> _types;
    private readonly FrozenDictionary<string, MemberRule> _members;

    internal RuleSet(
        int version, IReadOnlyList<OpcodeRule> opcodes, IReadOnlyList<TypeRule> types, IReadOnlyList<MemberRule> members,
        IReadOnlyDictionary<string, string> attributes)
    {
        Version = version;
        Opcodes = opcodes;
        Types = types;
        Members = members;
        Attributes = attributes;
        _opcodes = opcodes.ToFrozenDictionary(o => o.Name, StringComparer.Ordinal);
        _types = types.ToFrozenDictionary(t => t.Name, StringComparer.Ordinal);
        _members = members.ToFrozenDictionary(m => m.Signature, StringComparer.Ordinal);
    }

    /// <summary>The rules of this version of the node.</summary>
    public static RuleSet Current => LazyCurrent.Value;

    /// <summary>See <see cref="CurrentVersion"/>.</summary>
    public int Version { get; }

    /// <summary>What a use of a public member of the SDK costs besides what the SDK charges itself.</summary>
    public static MemberCost SdkCost { get; } = new(10, 64, []);

    /// <summary>All instructions, in the order of the file.</summary>
    public IReadOnlyList<OpcodeRule> Opcodes { get; }

    /// <summary>All types of the framework, in the order of the file.</summary>
    public IReadOnlyList<TypeRule> Types { get; }

    /// <summary>All members of the framework, in the order of the file.</summary>
    public IReadOnlyList<MemberRule> Members { get; }

    /// <summary>The assemblies that types of the framework may be taken from.</summary>
    public IReadOnlySet<string> Assemblies { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "System.Runtime", "System.Private.CoreLib", "System.Collections", "System.Memory", "System.Runtime.Extensions");

    /// <summary>The attributes that a package may carry, by full name, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; }

    /// <summary>The rule for an instruction by its name, for example <c>ldc.i4.s</c>; null when there is none, which refuses it.</summary>
    public OpcodeRule? Opcode(string name) => _opcodes.GetValueOrDefault(name);

    /// <summary>The rule for a type of the framework by its full name; null when it is refused.</summary>
    public TypeRule? Type(string name) => _types.GetValueOrDefault(name);

    /// <summary>The rule for a member of the framework by its signature; null when it is refused.</summary>
    public MemberRule? Member(string signature) => _members.GetValueOrDefault(signature);

    /// <summary>The rule for a method of the framework; null when it is refused.</summary>
    public MemberRule? Member(MethodReference method) => Member(MemberSignature.Of(method));

    /// <summary>
    /// What a call of a method outside the package costs: of the framework by its rule, of the SDK <see cref="SdkCost"/>.
    /// Null for the package's own methods and for the SDK's metering, which are free here.
    /// </summary>
    public MemberCost? CostOf(MethodReference method)
    {
        var type = method.DeclaringType is TypeSpecification ? method.DeclaringType.GetElementType() : method.DeclaringType;
        if (type.Scope is not AssemblyNameReference scope)
        {
            return null;
        }

        return scope.Name != Sdk ? Member(method)?.Cost : OutermostNamespace(type) == MeteringNamespace ? null : SdkCost;
    }

    /// <summary>
    /// Whether a static field of the package holds a delegate that C# keeps for a lambda or method group without captures. The code
    /// that fills it runs once in the life of a process and not once in the life of a block, so rewritten code must never load
    /// the field: the meter puts <c>ldnull</c> in place of <c>ldsfld</c> (the store may stay), which makes the delegate anew each time.
    /// </summary>
    public static bool IsDelegateCache(FieldReference field)
    {
        var type = field.DeclaringType.Name;
        return (type.StartsWith("<>c", StringComparison.Ordinal) && field.Name.StartsWith("<>9__", StringComparison.Ordinal)) ||
            (type.StartsWith("<>O", StringComparison.Ordinal) && field.Name.StartsWith('<'));
    }

    /// <summary>
    /// Whether a method of the package runs once in the life of a process, so that the meter must neither charge it nor count its depth:
    /// a static constructor, or the constructor of a class without fields that does nothing, which static constructors may call.
    /// </summary>
    public static bool IsUncharged(MethodDefinition method)
    {
        if (method.Name == ".cctor")
        {
            return true;
        }

        if (method.Name != ".ctor" || !method.HasBody || method.Body.Instructions.Count > 4 || method.Parameters.Count != 0)
        {
            return false;
        }

        var code = method.Body.Instructions.Where(i => i.OpCode.Code != Code.Nop).ToList();
        return code.Count == 3 && code[0].OpCode.Code == Code.Ldarg_0 && code[1].OpCode.Code == Code.Call &&
            code[2].OpCode.Code == Code.Ret &&
            code[1].Operand is MethodReference { Name: ".ctor", DeclaringType.FullName: "System.Object" };
    }

    private static string OutermostNamespace(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type.Namespace;
    }
}
