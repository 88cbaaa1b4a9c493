using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>Where a check is, so that a refusal can say it.</summary>
internal sealed class CheckPlace
{
    public TypeDefinition? Type { get; private set; }

    public MethodDefinition? Method { get; private set; }

    /// <summary>Offset of the instruction; -1 when it is not one instruction.</summary>
    public int Offset { get; private set; } = -1;

    public void Enter(TypeDefinition type)
    {
        Type = type;
        Method = null;
        Offset = -1;
    }

    public void Enter(MethodDefinition method)
    {
        Type = method.DeclaringType;
        Method = method;
        Offset = -1;
    }

    public void At(int offset) => Offset = offset;

    public void LeaveAll()
    {
        Type = null;
        Method = null;
        Offset = -1;
    }

    /// <summary>The flaw of a refusal that was raised here.</summary>
    public PackageFlaw Flaw(RefusalException refusal)
    {
        if (Type == null)
        {
            return new PackageFlaw(refusal.Rule, refusal.Message, null, null, 0, -1);
        }

        var type = MemberSignature.NameOf(Type);
        if (Method == null)
        {
            return new PackageFlaw(refusal.Rule, $"{type}: {refusal.Message}", type, null, 0, -1);
        }

        var place = Offset < 0 ? "" : $" at IL_{Offset:x4}";
        return new PackageFlaw(
            refusal.Rule, $"{type}.{Method.Name}{place}: {refusal.Message}", type, Method.Name,
            Method.MetadataToken.ToInt32(), Offset);
    }
}
