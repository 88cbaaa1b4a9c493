namespace Ledger.Checker.Tests;

/// <summary>Code that no C# compiler makes: accepted when it is provably safe, refused by the right rule when it is not.</summary>
public sealed class IlTests
{
    private static readonly PackageInspector Inspector = new();

    // what, locals, body of long M(long a, int i, string s, object o, long[] l, bool b, P p, B c, ref long r, ReadOnlySpan<long> q)
    public static TheoryData<string, string, string> Safe => new()
    {
        { "nothing", "", "ldc.i8 0; ret" },
        { "a loop", "", "again: ldarg i; ldc.i4.1; sub; starg i; ldarg i; brtrue again; ldarg a; ret" },
        { "every way of a switch", "", "ldarg i; switch x,y; ldc.i8 1; ret; x: ldc.i8 2; ret; y: ldc.i8 3; ret" },
        { "a value that crosses a branch", "", "ldarg b; brtrue x; ldc.i8 1; br y; x: ldc.i8 2; y: ret" },
        {
            "null and an object meet", "object",
            "ldarg b; brtrue x; ldnull; br y; x: ldarg s; y: stloc 0; ldc.i8 1; ret"
        },
        {
            "two classes meet in their base", "A",
            "ldarg b; brtrue x; ldarg c; br y; x: newobj D::.ctor; y: stloc 0; ldc.i8 1; ret"
        },
        {
            "a finally that loops", "",
            "try1: leave z; finally1: ldarg i; brtrue finally1; endfinally; end1: z: ldc.i8 1; ret"
        },
        {
            "jumps into a try at its start", "",
            "ldarg b; brtrue try1; nop; try1: leave z; finally1: endfinally; end1: z: ldc.i8 1; ret"
        },
        { "a shift by a masked count", "", "ldarg a; ldarg i; ldc.i4 63; and; shl; ret" },
        {
            "truth out of comparisons", "bool",
            "ldarg i; ldc.i4.3; cgt; ldarg b; and; stloc 0; ldloc 0; call Sample::Truth; pop; ldc.i8 1; ret"
        },
        { "a reference to an element", "long&", "ldarg l; ldarg i; ldelema long; stloc 0; ldloc 0; ldind.i8; ret" },
        {
            "a reference on both ways", "long&",
            "ldarg b; brtrue x; ldarga a; stloc 0; br y; x: ldarg r; stloc 0; y: ldloc 0; ldind.i8; ret"
        },
        { "a reference to a variable", "long", "ldloca 0; call Sample::Out; ldloc 0; ret" },
        { "a reference that comes back and stays", "long", "ldloca 0; call Sample::Same; ldind.i8; ret" },
        { "a box and back", "", "ldarg a; box long; unbox.any long; ret" },
        { "a read of a boxed field", "", "ldarg p; box P; unbox P; ldfld P::X; ret" },
        { "a virtual delegate", "", "ldarg c; dup; ldvirtftn A::V; newobj Func::.ctor; callvirt Func::Invoke; ret" },
        { "unreachable code", "", "ldc.i8 1; ret; ldnull; pop; ldc.i8 2; ret" },
        { "a generic call", "", "ldarg a; call Sample::Id long; ret" },
        {
            "a read-only static passed on", "",
            "ldsflda Sample::Point; call Sample::Take; ldsflda Sample::Point; call P::Get; ret"
        },
        { "an index as wide as a pointer", "", "ldarg l; ldarg a; conv.ovf.i; ldelem.i8; ret" },
        { "a copied struct", "P", "ldloca 0; ldarga p; cpobj P; ldloc 0; ldfld P::X; ret" },
    };

    // rule, locals, body
    public static TheoryData<string, string, string> Unsafe => new()
    {
        { "stack", "", "ret" },
        { "stack", "", "pop; ldc.i8 0; ret" },
        { "stack", "", "ldc.i8 0; ldc.i8 0; ret" },
        { "stack", "", "ldc.i4.0; ret" },
        { "stack", "", "ldarg s; ret" },
        { "stack", "", "ldarg a; ldarg i; add; ret" },
        { "stack", "", "ldarg s; ldarg s; add; pop; ldc.i8 0; ret" },
        { "stack", "", "ldarg b; brtrue x; ldc.i8 1; x: ldc.i8 1; ret" },
        { "stack", "", "ldarg b; brtrue x; ldc.i8 1; br y; x: ldarg s; y: ret" },
        { "stack", "", "again: ldc.i8 1; ldarg b; brtrue again; ret" },
        { "stack", "D", "ldarg c; stloc 0; ldc.i8 0; ret" },
        { "stack", "string", "ldarg o; stloc 0; ldc.i8 0; ret" },
        { "stack", "string", "ldarg a; stloc 0; ldc.i8 0; ret" },
        { "stack", "", "ldarg o; ldfld A::F; ret" },
        { "stack", "", "ldarg a; ldfld P::X; ret" },
        { "stack", "", "ldarg o; ldlen; conv.i8; ret" },
        { "stack", "", "ldarg l; ldarg i; ldelem.ref; pop; ldc.i8 0; ret" },
        { "stack", "", "ldarg l; ldarg i; ldelem.i4; pop; ldc.i8 0; ret" },
        { "stack", "", "ldarg l; ldarg i; ldarg s; stelem.ref; ldc.i8 0; ret" },
        { "stack", "", "ldarg l; ldarg s; ldelem.i8; ret" },
        { "stack", "", "ldarg r; ldind.ref; pop; ldc.i8 0; ret" },
        { "stack", "", "ldarg a; ldind.i8; ret" },
        { "stack", "", "ldarg a; conv.u; ldind.i8; ret" },
        { "stack", "", "ldarg r; ldarg s; stind.ref; ldc.i8 0; ret" },
        { "stack", "", "ldarg r; ldarg s; stobj string; ldc.i8 0; ret" },
        { "stack", "", "ldarg r; initobj string; ldc.i8 0; ret" },
        { "stack", "", "ldarg o; call String::get_Length; conv.i8; ret" },
        { "stack", "", "ldarg p; call P::Get; ret" },
        { "stack", "", "ldarg a; throw" },
        { "stack", "", "ldarg o; throw" },
        { "stack", "", "ldarg r; brtrue x; x: ldc.i8 0; ret" },
        { "stack", "", "ldarg r; ldarg r; ceq; conv.i8; ret" },
        { "stack", "", "ldarg r; ldc.i4.8; add; ldind.i8; ret" },
        { "stack", "", "ldarg l; ldlen; ldc.i4.1; add; conv.i8; ret" },
        { "stack", "", "ldarg a; castclass string; pop; ldc.i8 0; ret" },
        { "stack", "", "ldarg a; box string; pop; ldc.i8 0; ret" },
        { "stack", "", "ldarg o; unbox string; pop; ldc.i8 0; ret" },
        { "locals", "long&", "ldloc 0; ldind.i8; ret" },
        { "locals", "P&", "ldloc 0; ldobj P; pop; ldc.i8 0; ret" },
        { "locals", "long&", "ldarg b; brtrue x; ldarga a; stloc 0; x: ldloc 0; ldind.i8; ret" },
        { "branch", "", "ldc.i8 0; pop" },
        { "branch", "", "nop; nop" },
        { "branch", "", "ldc.i8 0; ret; nop" },
        { "malformed", "", "ldc.i8 0; ret; ldloc.3; pop; ldc.i8 0; ret" },
        { "access", "", "ldarg c; call A::.ctor; ldc.i8 0; ret" },
        { "malformed", "", "ldarg c; call B::.ctor; ldc.i8 0; ret" },
        { "malformed", "", "ldarga p; callvirt P::Get; ret" },
        { "member", "", "ldarga p; ldarg o; constrained. P; callvirt Object::Equals 1; pop; ldc.i8 0; ret" },
        { "access", "", "newobj A::.ctor; pop; ldc.i8 0; ret" },
        { "malformed", "", "newobj Sample::Out; pop; ldc.i8 0; ret" },
        { "malformed", "", "ldsfld P::X; ret" },
        { "malformed", "", "ldarg c; ldfld Sample::Limit; ret" },
        { "malformed", "", "ldarg a; callvirt Sample::Id long; ret" },
        { "member", "", "ldarg c; call A::V; ret" },
        { "environment", "", "call Environment::get_TickCount64; ret" },
        { "access", "", "ldarg c; call B::Own; ret" },
        { "access", "", "ldarga p; ldfld P::_y; ret" },
        { "access", "", "ldarg c; ldfld A::Q; ret" },
        { "read-only", "", "ldarg c; ldc.i8 1; stfld B::R; ldc.i8 0; ret" },
        { "read-only", "", "ldarga p; ldc.i8 1; stfld P::Z; ldc.i8 0; ret" },
        { "read-only", "", "ldarga p; ldflda P::Z; call Sample::Out; ldc.i8 0; ret" },
        { "read-only", "", "ldsflda Sample::Limit; call Sample::Out; ldc.i8 0; ret" },
        { "read-only", "", "ldsflda Sample::Limit; ldc.i8 5; stind.i8; ldc.i8 0; ret" },
        { "read-only", "", "ldsflda Sample::Point; call P::Bump; ret" },
        { "read-only", "", "ldsflda Sample::Point; initobj P; ldc.i8 0; ret" },
        { "read-only", "", "ldsflda Sample::Point; ldflda P::X; ldc.i8 1; stind.i8; ldc.i8 0; ret" },
        { "read-only", "long&", "ldsflda Sample::Limit; stloc 0; ldloc 0; ldc.i8 5; stind.i8; ldc.i8 0; ret" },
        { "read-only", "", "ldarga q; ldc.i4.0; call RoSpan::get_Item; ldc.i8 5; stind.i8; ldc.i8 0; ret" },
        { "read-only", "", "ldarg p; box P; unbox P; ldc.i8 5; stfld P::X; ldc.i8 0; ret" },
        { "read-only", "", "ldsflda Sample::Wide; ldc.i8 1; ldc.i8 1; call Int128::.ctor 2; ldc.i8 0; ret" },
        { "static-state", "", "ldc.i8 5; stsfld Sample::Limit; ldc.i8 0; ret" },
        { "escape", "long&", "ldloca 0; pop; ldc.i8 0; ret" },
        {
            "escape", "RoSpan",
            "ldloca 0; initobj RoSpan; ldarg b; brtrue x; ldloca 0; br y; x: ldarga q; y: ldc.i4.1; call " +
                "RoSpan::Slice 1; pop; ldc.i8 0; ret"
        },
        { "span", "RoSpan[]", "ldc.i8 0; ret" },
        { "span", "RoSpan&", "ldc.i8 0; ret" },
        { "span", "", "ldarg q; box RoSpan; pop; ldc.i8 0; ret" },
        { "span", "", "ldarg q; call Sample::Id RoSpan; pop; ldc.i8 0; ret" },
        { "constraint", "", "ldarg o; call Sample::IdOf object; pop; ldc.i8 0; ret" },
        { "constraint", "", "ldarg s; call Sample::IdOf string; pop; ldc.i8 0; ret" },
        { "constraint", "Nullable", "ldarga p; constrained. P; callvirt I::V; ret" },
        { "boolean", "", "ldc.i4.2; call Sample::Truth; pop; ldc.i8 0; ret" },
        { "boolean", "bool", "ldarg i; stloc 0; ldc.i8 0; ret" },
        { "stack", "", "ldarga i; ldobj bool; call Sample::Truth; pop; ldc.i8 0; ret" },
        { "boolean", "", "ldarg i; box bool; pop; ldc.i8 0; ret" },
        { "boolean", "", "ldc.i4.1; newarr bool; ldc.i4.0; ldarg i; stelem.i1; ldc.i8 0; ret" },
        { "boolean", "", "ldarg b; ldarg i; or; starg b; ldc.i8 0; ret" },
        { "shift", "", "ldarg a; ldarg i; shl; ret" },
        { "shift", "", "ldarg a; ldc.i4 64; shr; ret" },
        { "shift", "", "ldarg i; ldc.i4 32; shr.un; conv.i8; ret" },
        { "shift", "", "ldarg i; ldarg i; ldc.i4 63; and; shl; conv.i8; ret" },
        { "identity", "", "ldarg o; ldarg s; ceq; conv.i8; ret" },
        { "identity", "", "ldarg a; box long; ldarg o; beq x; x: ldc.i8 0; ret" },
        {
            "delegate", "",
            "ldarg c; dup; ldvirtftn A::V; pop; ldarg c; ldftn B::H; newobj Op::.ctor; pop; pop; ldc.i8 0; ret"
        },
        { "delegate", "", "ldarg c; newobj D::.ctor; ldvirtftn D::V; newobj Func::.ctor; pop; ldc.i8 0; ret" },
        { "delegate", "", "ldarg o; ldftn B::H; newobj Func::.ctor; pop; ldc.i8 0; ret" },
        { "delegate", "", "ldnull; ldftn String::IsNullOrEmpty; newobj Func::.ctor; pop; ldc.i8 0; ret" },
        { "delegate", "", "ldarg c; ldftn A::V; newobj Func::.ctor; pop; ldc.i8 0; ret" },
        { "delegate", "", "ldarg o; ldftn Sample::Truth; newobj Op::.ctor; pop; ldc.i8 0; ret" },
        { "delegate", "", "ldnull; ldnull; newobj Func::.ctor; pop; ldc.i8 0; ret" },
        { "hash-code", "", "ldarg o; callvirt Object::GetHashCode; conv.i8; ret" },
        { "member", "", "ldarg o; ldarg s; callvirt Object::Equals 1; conv.i8; ret" },
        { "to-string", "", "ldarg o; callvirt Object::ToString; pop; ldc.i8 0; ret" },
        { "reflection", "", "ldtoken long; pop; ldc.i8 0; ret" },
        { "reflection", "", "ldarg o; callvirt Object::GetType; pop; ldc.i8 0; ret" },
        { "function-pointer", "", "calli x" },
        { "stack-memory", "", "ldc.i4 8; conv.u; localloc; pop; ldc.i8 0; ret" },
        { "pointer", "long*", "ldc.i8 0; ret" },
        { "pointer", "nint", "ldc.i8 0; ret" },
        { "pointer", "pinned", "ldc.i8 0; ret" },
        { "pointer", "", "ldarg r; unaligned. 1; ldind.i8; ret" },
        { "pointer", "", "ldarg r; volatile.; ldind.i8; ret" },
        { "pointer", "", "ldarg r; ldarg r; ldc.i4 8; cpblk; ldc.i8 0; ret" },
        { "pointer", "", "ldarg r; ldc.i4.0; ldc.i4 8; initblk; ldc.i8 0; ret" },
        { "pointer", "", "ldarg r; mkrefany long; pop; ldc.i8 0; ret" },
        { "pointer", "", "arglist; pop; ldc.i8 0; ret" },
        { "pointer", "", "sizeof long; conv.i8; ret" },
        { "pointer", "", "ldarg r; ldind.i; pop; ldc.i8 0; ret" },
        { "instruction", "", "jmp Sample::M" },
        { "instruction", "", "break; ldc.i8 0; ret" },
        { "instruction", "", "ldarg a; tail.; call Sample::Id long; ret" },
        { "instruction", "", "constrained. P; nop; ldc.i8 0; ret" },
        {
            "instruction", "",
            "ldarg b; brtrue x; ldarga p; constrained. P; x: callvirt Object::ToString; pop; ldc.i8 0; ret"
        },
        { "floating-point", "", "ldc.r8 1; pop; ldc.i8 0; ret" },
        { "floating-point", "", "ldarg a; conv.r8; conv.i8; ret" },
        { "floating-point", "", "ldarg a; conv.r.un; conv.i8; ret" },
        { "floating-point", "double", "ldc.i8 0; ret" },
        { "floating-point", "", "ldarg i; newarr double; pop; ldc.i8 0; ret" },
        { "catch", "", "try1: leave z; catch1: pop; leave z; end1: z: ldc.i8 1; ret" },
        { "catch", "", "try1: leave z; fault1: endfinally; end1: z: ldc.i8 1; ret" },
        { "catch", "", "rethrow" },
        { "region", "", "try1: leave z; finally1: leave z; end1: z: ldc.i8 1; ret" },
        { "region", "", "try1: br z; finally1: endfinally; end1: z: ldc.i8 1; ret" },
        { "region", "", "try1: ldc.i8 1; ret; finally1: endfinally; end1: ldc.i8 1; ret" },
        { "region", "", "try1: nop; finally1: endfinally; end1: ldc.i8 1; ret" },
        { "region", "", "try1: leave z; finally1: br z; end1: z: ldc.i8 1; ret" },
        { "region", "", "endfinally" },
        { "region", "", "try1: ldarg a; leave z; finally1: endfinally; end1: z: ldc.i8 1; ret" },
        { "region", "", "leave z; z: ldc.i8 1; ret" },
        { "region", "", "ldarg b; brtrue x; try1: nop; x: leave z; finally1: endfinally; end1: z: ldc.i8 1; ret" },
        { "region", "", "ldarg b; brtrue finally1; try1: leave z; finally1: endfinally; end1: z: ldc.i8 1; ret" },
        { "region", "", "ldc.i8 1; try1: leave z; finally1: endfinally; end1: z: ldc.i8 1; ret" },
        {
            "region", "",
            "try1: nop; try2: leave z; finally1: endfinally; finally2: endfinally; end1: nop; end2: z: ldc.i8 1; " +
                "ret"
        },
    };

    [Theory]
    [MemberData(nameof(Safe))]
    public void Provably_safe_code_is_accepted(string what, string locals, string body)
    {
        var verdict = Inspector.Inspect(IlPackage.Build(body, locals));
        Assert.True(verdict.Flaw == null, $"{what}: {verdict.Flaw}");
    }

    [Theory]
    [InlineData("Sample.Id", "Id")]
    [InlineData("Sample.IdOf", "IdOf")]
    public void A_box_is_no_value_of_a_type_parameter(string place, string name) => Corpus.Refused(
        Inspector.Inspect(IlPackage.Build("ldc.i8 0; ret", "", method =>
        {
            var generic = method.DeclaringType.Methods.Single(m => m.Name == name);
            var code = generic.Body.GetILProcessor();
            code.InsertBefore(
                generic.Body.Instructions[^1], code.Create(Mono.Cecil.Cil.OpCodes.Box, generic.GenericParameters[0]));
        })),
        "stack", place);

    [Theory]
    [InlineData("ldarg c; ldsflda Sample::Point; callvirt A::Poke; ldc.i8 0; ret")]
    [InlineData("ldarg c; ldsflda Sample::Limit; callvirt A::Fill; ldc.i8 0; ret")]
    public void An_attribute_does_not_make_a_parameter_of_a_virtual_method_read_only(string body) => Corpus.Refused(
        Inspector.Inspect(IlPackage.Build(body, "", method =>
        {
            // The override has no attribute and may write.
            var named = method.DeclaringType.Methods.Single(m => m.Name == "Take").Parameters[0].CustomAttributes[0];
            foreach (var poked in method.Module.GetType("A").Methods.Where(m => m.Name is "Poke" or "Fill"))
            {
                poked.Parameters[0].CustomAttributes.Add(named);
            }
        })),
        "read-only", "Sample.M");

    [Theory]
    [MemberData(nameof(Unsafe))]
    public void Anything_else_is_refused(string rule, string locals, string body) =>
        Corpus.Refused(Inspector.Inspect(IlPackage.Build(body, locals)), rule, rule == "function-pointer" ? "" : "Sample.M");
}
