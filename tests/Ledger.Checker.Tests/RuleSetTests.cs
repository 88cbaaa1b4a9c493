using System.Reflection;

namespace Ledger.Checker.Tests;

/// <summary>The rules are data that can be read, and name what there is.</summary>
public sealed class RuleSetTests
{
    private static readonly Assembly[] Framework =
    [
        typeof(object).Assembly, typeof(Stack<>).Assembly, typeof(SortedSet<>).Assembly,
    ];

    [Fact]
    public void Each_type_and_attribute_exists_in_the_framework()
    {
        foreach (var name in RuleSet.Current.Types.Select(t => t.Name).Concat(RuleSet.Current.Attributes.Keys))
        {
            Assert.True(Find(name) != null, name);
        }
    }

    [Fact]
    public void Each_type_has_the_base_and_interfaces_that_the_rules_tell()
    {
        foreach (var rule in RuleSet.Current.Types)
        {
            var type = Find(rule.Name)!;
            Assert.Equal(rule.Parameters.Length, type.GetGenericArguments().Length);
            Assert.Equal(rule.Kind is "struct" or "enum", type.IsValueType);
            Assert.Equal(rule.Flags.Contains("by-ref-like"), type.IsByRefLike);
            Assert.Contains(rule.Base, Ancestors(type));
            Assert.Subset(
                type.GetInterfaces().Select(FrameworkSignature.Name).ToHashSet(StringComparer.Ordinal),
                rule.Interfaces.ToHashSet(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Each_member_exists_in_the_framework()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in RuleSet.Current.Types)
        {
            FrameworkSignature.AddMembers(Find(rule.Name)!, known);
        }

        foreach (var member in RuleSet.Current.Members)
        {
            Assert.True(known.Contains(member.Signature), member.Signature);
        }
    }

    [Fact]
    public void Each_cost_measures_a_parameter_that_has_a_length_or_value()
    {
        foreach (var member in RuleSet.Current.Members)
        {
            Assert.True(member.Cost.Gas > 0 && member.Reason.Length > 0, member.Signature);
            var open = member.Signature.LastIndexOf('(');
            var count = open < 0 ? 0 : member.Signature[(open + 1)..].Count(c => c == ',') + 1;
            Assert.All(member.Cost.Terms, t => Assert.InRange(t.Argument, CostTerm.Receiver, count - 1));
        }
    }

    [Fact]
    public void Each_instruction_of_the_standard_has_a_rule()
    {
        foreach (var field in typeof(Mono.Cecil.Cil.OpCodes).GetFields())
        {
            var name = ((Mono.Cecil.Cil.OpCode)field.GetValue(null)!).Name;
            Assert.True(RuleSet.Current.Opcode(name) is { Reason.Length: > 0 }, name);
        }
    }

    private static IEnumerable<string?> Ancestors(Type type)
    {
        for (var ancestor = type.BaseType; ancestor != null; ancestor = ancestor.BaseType)
        {
            yield return FrameworkSignature.Name(ancestor);
        }

        yield return type.IsInterface || type == typeof(object) ? null : "";
    }

    private static Type? Find(string name) =>
        Framework.Select(a => a.GetType(name.Replace('/', '+'))).FirstOrDefault(t => t != null);
}
