using System.Text;

namespace Ledger.Checker.Tests;

/// <summary>Prints the rules as they stand in the data.</summary>
internal static class RulesDocument
{
    public static string Print()
    {
        var text = new StringBuilder();
        text.Append(
            $"""
            # Rules for chaincode

            What contracts may be made of, printed from `src/Ledger.Runtime/Rules` (version {RuleSet.Current.Version} of the rules, part of
            consensus). A package is refused unless everything in it is listed here and every method is verified. The
            message of a refusal names the rule, the type, the method and the offset of the instruction.

            All public members of the SDK (`Ledger.Chaincode`) are allowed, at {RuleSet.SdkCost.Gas} gas and
            {RuleSet.SdkCost.Bytes} bytes besides what the SDK charges itself for work that grows with data.

            Costs: gas, then bytes of memory (`B`). A term `len(i)*g bB` adds `g` gas for 16 and `b` bytes for each element of parameter
            `i` (`this` is the receiver; `total`: characters of all texts in it; `val`: its value; `one`: once); bytes in `S` are
            multiples of the size of an element.

            ## Rules


            """);
        Table(text, "Rule", "Meaning", RuleFiles.Lines("rules.txt").Select(f => $"| {f[0]} | {f[1]} |"));
        text.Append("\n## Instructions\n\n");
        foreach (var group in RuleSet.Current.Opcodes.GroupBy(o => (o.Reason, o.Gas)))
        {
            var head = group.Key.Gas is { } gas ? $"{gas} gas, {group.Key.Reason}" : $"refused, {group.Key.Reason}";
            text.Append($"- {head}: {string.Join(", ", group.Select(o => $"`{o.Name}`"))}.\n");
        }

        text.Append("\n## Types\n\n");
        Table(text, "Type", "Why", RuleSet.Current.Types.Select(t => $"| {t.Kind} `{t.Name}` | {t.Reason} |"));
        text.Append("\n## Members\n\n");
        foreach (var owner in RuleSet.Current.Members.GroupBy(Owner))
        {
            text.Append($"- `{owner.Key}`\n");
            foreach (var form in owner.GroupBy(m => (Cost(m.Cost), m.Reason)))
            {
                text.Append($"  - {form.Key.Item1}; {form.Key.Reason}: {string.Join(", ", form.Select(m => $"`{Short(m)}`"))}\n");
            }
        }

        text.Append("\n## Attributes\n\n");
        foreach (var group in RuleSet.Current.Attributes.GroupBy(a => a.Value))
        {
            text.Append($"- {group.Key}: {string.Join(", ", group.Select(a => $"`{a.Key}`"))}.\n");
        }

        return text.ToString();
    }

    private static void Table(StringBuilder text, string left, string right, IEnumerable<string> rows)
    {
        text.Append($"| {left} | {right} |\n|---|---|\n");
        foreach (var row in rows)
        {
            text.Append(row).Append('\n');
        }
    }

    private static string Owner(MemberRule member)
    {
        var signature = member.Signature[..member.Signature.IndexOf("::", StringComparison.Ordinal)];
        return signature[(signature.LastIndexOf(' ') + 1)..];
    }

    private static string Short(MemberRule member) =>
        member.Signature[(member.Signature.IndexOf("::", StringComparison.Ordinal) + 2)..].Replace("System.", "", StringComparison.Ordinal);

    private static string Cost(MemberCost cost)
    {
        var text = cost.Gas + (cost.Bytes > 0 ? $" {cost.Bytes}B" : "");
        foreach (var term in cost.Terms)
        {
            var name = term.Measure switch
            {
                CostMeasure.One => "one",
                CostMeasure.TotalLength => $"total({term.Argument})",
                CostMeasure.Value => $"val({term.Argument})",
                _ => term.Argument == CostTerm.Receiver ? "len(this)" : $"len({term.Argument})",
            };
            text += $" + {name}*{term.GasPer16} {term.BytesPerUnit}{(term.OfElement ? "S" : "B")}";
        }

        return text;
    }
}
