using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Ledger.Checker.Tests;

/// <summary>
/// A compiled package in which one method gets a body written in instructions: one a line or between semicolons, labels as
/// <c>name:</c>, types and members by short names.
/// </summary>
internal static class IlPackage
{
    // The method under test, and what its instructions can name.
    private const string Members =
        """
        public static long M(long a, int i, string s, object o, long[] l, bool b, P p, B c, ref long r, ReadOnlySpan<long> q) => 0;
        public static readonly long Limit = 4; public static readonly P Point = new();
        public static readonly Int128 Wide = 1;
        static void Out(out long x) => x = 1; static ref long Same(ref long x) => ref x; static void Take(in P x) { }
        static bool Truth(bool x) => x; static T Id<T>(T x) => x; static T IdOf<T>(T x) where T : IComparable<T> => x;
        """;

    private const string Others =
        """
        public struct P
        {
            public long X; private long _y; public readonly long Z; public long Bump() => ++X;
            public readonly long Get() => X + Z + _y;
        }
        public abstract class A
        {
            public long F; protected long Q; private long _h; public abstract long V(); public virtual long W() => _h + Q;
            public virtual void Poke(ref P x) { } public virtual void Fill(ref long x) { }
        }
        public class B : A { public readonly long R; public override long V() => 1; private long Own() => 1; public long H() => Own();
            public override void Poke(ref P x) => x.Bump(); public override void Fill(ref long x) => x = 9;
        }
        public sealed class D : B { public override long V() => 2; } public delegate long Op(long x); public interface I { long V(); }
        """;

    private static readonly byte[] Template = TestPackages.Contract(Corpus.Run + Members, Others);

    /// <summary>The package with that body of <c>Sample.M</c>.</summary>
    /// <param name="body">Instructions.</param>
    /// <param name="locals">Types of variables, between spaces.</param>
    /// <param name="change">What else is changed.</param>
    public static byte[] Build(string body, string locals = "", Action<MethodDefinition>? change = null)
    {
        using var module = ModuleDefinition.ReadModule(new MemoryStream(Template));
        var method = module.GetType("Sample").Methods.Single(m => m.Name == "M");
        method.Body = new MethodBody(method) { InitLocals = true };
        foreach (var local in locals.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            method.Body.Variables.Add(new VariableDefinition(Type(module, local)));
        }

        Assemble(module, method, body);
        change?.Invoke(method);
        using var stream = new MemoryStream();
        module.Write(stream);
        return stream.ToArray();
    }

    private static void Assemble(ModuleDefinition module, MethodDefinition method, string body)
    {
        var code = method.Body.Instructions;
        var labels = new Dictionary<string, Instruction>(StringComparer.Ordinal);
        var open = new List<string>();
        var jumps = new List<(Instruction From, string Label)>();
        foreach (var raw in body.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var text = raw;
            for (var colon = text.IndexOf(": ", StringComparison.Ordinal); colon > 0; colon = text.IndexOf(": ", StringComparison.Ordinal))
            {
                open.Add(text[..colon]);
                text = text[(colon + 2)..];
            }

            var instruction = Parse(module, method, text, jumps);
            code.Add(instruction);
            open.ForEach(l => labels.Add(l, instruction));
            open.Clear();
        }

        foreach (var (from, label) in jumps)
        {
            from.Operand = from.OpCode.Code == Code.Switch
                ? label.Split(',').Select(l => labels[l]).ToArray()
                : labels[label];
        }

        // finally:try,end,handler,handlerEnd in labels, written as a pseudo instruction.
        method.Body.OptimizeMacros();
        foreach (var (name, target) in labels)
        {
            if (name.StartsWith("try", StringComparison.Ordinal))
            {
                var number = name[3..];
                var kind = labels.ContainsKey("catch" + number) ? "catch" : labels.ContainsKey("fault" + number) ? "fault" : "finally";
                method.Body.ExceptionHandlers.Add(new ExceptionHandler(kind switch
                {
                    "catch" => ExceptionHandlerType.Catch,
                    "fault" => ExceptionHandlerType.Fault,
                    _ => ExceptionHandlerType.Finally,
                })
                {
                    TryStart = target,
                    TryEnd = labels[kind + number],
                    HandlerStart = labels[kind + number],
                    HandlerEnd = labels["end" + number],
                    CatchType = kind == "catch" ? module.TypeSystem.Object : null,
                });
            }
        }
    }

    private static Instruction Parse(
        ModuleDefinition module, MethodDefinition method, string text, List<(Instruction, string)> jumps)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var name = space < 0 ? text : text[..space];
        var operand = space < 0 ? "" : text[(space + 1)..];
        var opcode = typeof(OpCodes).GetFields().Select(f => (OpCode)f.GetValue(null)!).Single(o => o.Name == name);
        switch (opcode.OperandType)
        {
            case OperandType.InlineNone:
                return Instruction.Create(opcode);
            case OperandType.InlineI:
                return Instruction.Create(opcode, int.Parse(operand));
            case OperandType.ShortInlineI:
                return opcode.Code == Code.Ldc_I4_S
                    ? Instruction.Create(opcode, sbyte.Parse(operand))
                    : Instruction.Create(opcode, byte.Parse(operand));
            case OperandType.InlineI8:
                return Instruction.Create(opcode, long.Parse(operand));
            case OperandType.InlineR or OperandType.ShortInlineR:
                return opcode.Code == Code.Ldc_R8 ? Instruction.Create(opcode, 1d) : Instruction.Create(opcode, 1f);
            case OperandType.InlineString:
                return Instruction.Create(opcode, operand);
            case OperandType.InlineVar or OperandType.ShortInlineVar:
                return Instruction.Create(opcode, method.Body.Variables[int.Parse(operand)]);
            case OperandType.InlineArg or OperandType.ShortInlineArg:
                return Instruction.Create(opcode, method.Parameters.Single(p => p.Name == operand));
            case OperandType.InlineBrTarget or OperandType.ShortInlineBrTarget or OperandType.InlineSwitch:
                var jump = opcode.Code == Code.Switch
                    ? Instruction.Create(opcode, Array.Empty<Instruction>())
                    : Instruction.Create(opcode, Instruction.Create(OpCodes.Nop));
                jumps.Add((jump, operand));
                return jump;
            case OperandType.InlineSig:
                return Instruction.Create(opcode, new CallSite(module.TypeSystem.Int64));
            case OperandType.InlineType or OperandType.InlineTok:
                return Instruction.Create(opcode, Type(module, operand));
            case OperandType.InlineField:
                return Instruction.Create(opcode, (FieldReference)Member(module, operand));
            case OperandType.InlineMethod:
                return Instruction.Create(opcode, (MethodReference)Member(module, operand));
            default:
                throw new NotSupportedException(text);
        }
    }

    private static TypeReference Type(ModuleDefinition module, string name)
    {
        if (name.EndsWith("[]"))
        {
            return new ArrayType(Type(module, name[..^2]));
        }

        if (name.EndsWith('&'))
        {
            return new ByReferenceType(Type(module, name[..^1]));
        }

        if (name.EndsWith('*'))
        {
            return new PointerType(Type(module, name[..^1]));
        }

        return name switch
        {
            "int" => module.TypeSystem.Int32,
            "long" => module.TypeSystem.Int64,
            "bool" => module.TypeSystem.Boolean,
            "byte" => module.TypeSystem.Byte,
            "char" => module.TypeSystem.Char,
            "string" => module.TypeSystem.String,
            "object" => module.TypeSystem.Object,
            "double" => module.TypeSystem.Double,
            "nint" => module.TypeSystem.IntPtr,
            "pinned" => new PinnedType(module.TypeSystem.Object),
            _ => (TypeReference?)module.GetType(name) ?? module.ImportReference(FrameworkType(name)),
        };
    }

    private static Type FrameworkType(string name) => name switch
    {
        "Span" => typeof(Span<long>),
        "RoSpan" => typeof(ReadOnlySpan<long>),
        "ByteSpan" => typeof(ReadOnlySpan<byte>),
        "Func" => typeof(Func<long>),
        "List" => typeof(List<long>),
        "Nullable" => typeof(long?),
        _ => System.Type.GetType("System." + name, throwOnError: true)!,
    };

    // Type::member; of the package by its definition, of the framework by reflection; a type argument after a blank.
    private static MemberReference Member(ModuleDefinition module, string text)
    {
        var parts = text.Split(' ');
        var names = parts[0].Split("::");
        MemberReference found;
        if (module.GetType(names[0]) is { } type)
        {
            found = (MemberReference?)type.Methods.FirstOrDefault(m => m.Name == names[1]) ??
                type.Fields.Single(f => f.Name == names[1]);
        }
        else
        {
            var member = FrameworkType(names[0]).GetMember(names[1], (System.Reflection.BindingFlags)(-1)).First(m =>
                parts.Length == 1 || m is not System.Reflection.MethodBase b || b.GetParameters().Length == int.Parse(parts[1]));
            found = member is System.Reflection.FieldInfo field
                ? module.ImportReference(field)
                : module.ImportReference((System.Reflection.MethodBase)member);
        }

        if (found is not MethodDefinition { HasGenericParameters: true } generic)
        {
            return found;
        }

        var instance = new GenericInstanceMethod(generic);
        instance.GenericArguments.Add(Type(module, parts[1]));
        return instance;
    }
}
