using Ledger.Runtime;
using Mono.Cecil;

namespace Ledger.Metering.Tests;

/// <summary>The few members of the framework that programs in the tests call.</summary>
internal sealed partial class Machine
{
    private Value Foreign(Frame frame, MethodReference method, bool constructs)
    {
        var arguments = PopArguments(frame, method.Parameters.Count + (method.HasThis && !constructs ? 1 : 0), 0);
        Charge(method, arguments, constructs);
        switch (method.DeclaringType.GetElementType().Name + "." + method.Name)
        {
            case "Object..ctor":
                return default;
            case "InvalidOperationException..ctor":
                return Value.Of(new InvalidOperationException());
            case "String.get_Length":
                return Value.Int(Text(arguments[0]).Length);
            case "String.get_Chars":
                return Value.Int(Text(arguments[0])[(int)arguments[1].Bits]);
            case "String.Concat":
                return Value.Of(string.Concat(arguments.Select(a => (string?)a.Reference)));
            case "String.Substring":
                return Value.Of(Text(arguments[0]).Substring((int)arguments[1].Bits, (int)arguments[2].Bits));
            case "String.op_Equality":
                return Value.Int((string?)arguments[0].Reference == (string?)arguments[1].Reference ? 1 : 0);
            case "Math.Max":
                return Value.Long(Math.Max(arguments[0].Bits, arguments[1].Bits));
            case "List`1..ctor":
                return Value.Of(new List<long>());
            case "List`1.Add":
                List(arguments[0]).Add(arguments[1].Bits);
                return default;
            case "List`1.Insert":
                List(arguments[0]).Insert((int)arguments[1].Bits, arguments[2].Bits);
                return default;
            case "List`1.get_Item":
                return Value.Long(List(arguments[0])[(int)arguments[1].Bits]);
            case "List`1.get_Count":
                return Value.Int(List(arguments[0]).Count);
            default:
                throw new NotSupportedException(method.FullName);
        }
    }

    // The parts of the price that depend on the arguments, in the order of the rule.
    private void Charge(MethodReference method, Value[] arguments, bool constructs)
    {
        foreach (var term in RuleSet.Current.CostOf(method)?.Terms ?? [])
        {
            if (term.Measure == CostMeasure.One)
            {
                continue;
            }

            var argument = arguments[term.Argument + (method.HasThis && !constructs ? 1 : 0)];
            long units = term.Measure == CostMeasure.Value
                ? Math.Max(0, argument.Bits)
                : argument.Reference switch
                {
                    string text => text.Length,
                    HeapArray array => array.Items.Length,
                    List<long> list => list.Count,
                    _ => 0,
                };
            if (units == 0)
            {
                continue;
            }

            Counters.Gas(units * term.GasPer16 / 16);
            if (_costs.BytesPerUnit(term, method) is > 0 and var size)
            {
                Counters.Memory(units * size);
                Counters.Gas(units * size / 8);
            }
        }
    }

    private static string Text(Value value) => (string?)value.Reference ?? throw new NullReferenceException();

    private static List<long> List(Value value) => (List<long>?)value.Reference ?? throw new NullReferenceException();
}
