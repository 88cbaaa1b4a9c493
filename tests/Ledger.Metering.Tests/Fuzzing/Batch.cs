using System.Reflection;
using Ledger.Chaincode.Metering;
using Ledger.Runtime;
using Mono.Cecil;

namespace Ledger.Metering.Tests;

/// <summary>An assembly of random programs: made, rewritten and loaded; and read again for the interpreter.</summary>
internal sealed class Batch : IDisposable
{
    public const long Gas = 4_000;
    public const long MemoryBytes = 20_000;
    public const long StackBytes = 12_000;

    private readonly PackageLoadContext _context = new("programs");
    private readonly ModuleDefinition _original;
    private readonly Machine _machine;
    private readonly Func<long, long, long>[] _compiled;
    private readonly Meter _meter = new();

    public Batch(ulong seed, int count)
    {
        var code = Make(seed, count);
        _original = ModuleDefinition.ReadModule(new MemoryStream(code));
        _machine = new Machine(_original);
        var rewritten = MeteringRewriter.Rewrite(code, RuleSet.Current);
        var host = _context.LoadFromStream(new MemoryStream(rewritten)).GetType("Programs")!;
        _compiled = new Func<long, long, long>[count];
        for (var i = 0; i < count; i++)
        {
            _compiled[i] = host.GetMethod("Run" + i, BindingFlags.Public | BindingFlags.Static)!
                .CreateDelegate<Func<long, long, long>>();
        }
    }

    /// <summary>Runs a program as rewritten code.</summary>
    public Outcome Compiled(int index, long a, long b)
    {
        var before = _meter.Attach();
        _meter.Begin(Gas, MemoryBytes, StackBytes);
        try
        {
            var result = _compiled[index](a, b);
            return new Outcome(
                _meter.StackUsed == 0 ? "" : $"{_meter.StackUsed} bytes of stack kept", result, _meter.GasUsed);
        }
        catch (Exception e)
        {
            var end = _meter.Exhausted == MeterLimit.None ? e.GetType().Name : _meter.Exhausted.ToString();
            return new Outcome(end, 0, _meter.GasUsed);
        }
        finally
        {
            before.Attach();
        }
    }

    /// <summary>Runs a program in the interpreter, as it was before it was rewritten.</summary>
    public Outcome Interpreted(int index, long a, long b)
    {
        var counters = new Counters(Gas, MemoryBytes, StackBytes);
        var method = _original.GetType("Programs").Methods.First(m => m.Name == "Run" + index);
        try
        {
            var result = _machine.Run(method, counters, Value.Long(a), Value.Long(b));
            return new Outcome("", result.Bits, Gas - counters.GasLeft);
        }
        catch (OutOfException e)
        {
            return new Outcome(e.Message, 0, Gas - counters.GasLeft);
        }
        catch (Exception e) when (e is not NotSupportedException)
        {
            return new Outcome(e.GetType().Name, 0, Gas - counters.GasLeft);
        }
    }

    public void Dispose()
    {
        _original.Dispose();
        _context.Unload();
    }

    /// <summary>The assembly of a seed.</summary>
    public static byte[] Make(ulong seed, int count)
    {
        var dice = new Dice(seed);
        var world = new World("programs");
        var types = world.Types;
        const Mono.Cecil.MethodAttributes Static = Mono.Cecil.MethodAttributes.Public |
            Mono.Cecil.MethodAttributes.Static | Mono.Cecil.MethodAttributes.HideBySig;
        MethodDefinition New(string name) =>
            world.Method(world.Host, name, Static, types.Int64, types.Int64, types.Int64);
        MethodDefinition[] shared = [New("Shared0"), New("Shared1")];
        foreach (var method in (MethodDefinition[])[.. shared, world.Node.Methods[1], world.Leaf.Methods[1]])
        {
            new MethodGenerator(world, dice, method, shared).Generate();
        }

        for (var i = 0; i < count; i++)
        {
            MethodDefinition[] own = [New("Run" + i), New("Help" + i)];
            foreach (var method in own)
            {
                new MethodGenerator(world, dice, method, [.. own, shared[dice.Below(2)]]).Generate();
            }
        }

        return world.Write();
    }
}
