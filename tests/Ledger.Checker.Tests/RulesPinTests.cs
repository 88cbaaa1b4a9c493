using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Ledger.Chaincode;
using Mono.Cecil;

namespace Ledger.Checker.Tests;

/// <summary>
/// What a version of the rules stands for: the SDK that contracts see, the rule files, the prices. A change of any of them is
/// a change of consensus and takes a new version.
/// </summary>
public sealed class RulesPinTests
{
    private const string Pinned = "4 c1a8460ea94e4b3ba55d9f4da7258b2fbb65595fcab2cb3c9ef281608a579265";

    [Fact]
    public void What_the_version_stands_for_has_not_changed()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Describe())));
        var found = $"{RuleSet.CurrentVersion} {hash}";
        Assert.True(
            Pinned == found,
            $"the SDK's surface, the rule files or the prices are others than those of the pinned version: raise " +
            $"RuleSet.CurrentVersion, unless no released node has it, and pin \"{found}\" here instead of \"{Pinned}\"");
    }

    [Fact]
    public void The_description_holds_what_decides_verdicts_and_receipts()
    {
        var text = Describe();
        foreach (var line in new[]
        {
            "method static Ledger.Chaincode.StateKey Ledger.Chaincode.StateKey::Of(System.String)", "opcodes.txt", "members.txt",
            "GasSchedule.Read = 1500", "InstructionCosts.EnterUnits = 36", "SDK member = 10 64",
        })
        {
            Assert.Contains(line, text, StringComparison.Ordinal);
        }
    }

    private static string Describe()
    {
        var text = new StringBuilder();
        using var sdk = ModuleDefinition.ReadModule(typeof(CallContext).Assembly.Location);
        foreach (var type in sdk.GetTypes().Where(IsVisible).OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            Describe(type, text);
        }

        foreach (var file in new[] { "opcodes.txt", "types.txt", "members.txt", "attributes.txt" })
        {
            text.Append(file).Append('\n');
            foreach (var fields in RuleFiles.Lines(file))
            {
                // The last field is the reason, for people.
                text.AppendJoin(" | ", fields[..^1]).Append('\n');
            }
        }

        text.Append(CultureInfo.InvariantCulture, $"SDK member = {RuleSet.SdkCost.Gas} {RuleSet.SdkCost.Bytes}\n");
        foreach (var type in new[]
        {
            typeof(GasSchedule), typeof(MethodRewriter), typeof(InstructionCosts), typeof(FrameSizes), typeof(TypeSizes),
            typeof(MethodVerifier),
            typeof(AssemblyBounds), typeof(PackageChecker), typeof(PackageTypes), typeof(PackageMethods),
            typeof(StaticConstructors), typeof(PackageInspector), typeof(IlType), typeof(GenericGraph), typeof(TypeUniverse),
        })
        {
            DescribeConstants(type, text);
        }

        return text.ToString();
    }

    private static void Describe(TypeDefinition type, StringBuilder text)
    {
        text.Append("type ").Append(type.Attributes).Append(' ').Append(type.FullName).Append(" : ").Append(type.BaseType)
            .Append(' ').AppendJoin(", ", type.Interfaces.Select(i => i.InterfaceType.FullName).Order(StringComparer.Ordinal))
            .Append('\n');
        var fields = type.Fields.Where(f => f.IsPublic || f.IsFamily || (type.IsValueType && !f.IsStatic))
            .Select(f => $"field {(f.IsStatic ? "static " : "")}{f.FullName} = {f.Constant}");
        var methods = type.Methods.Where(m => m.IsPublic || m.IsFamily)
            .Select(m => $"method {(m.IsStatic ? "static " : "")}{(m.IsVirtual ? "virtual " : "")}{m.FullName}");
        foreach (var member in fields.Concat(methods).Order(StringComparer.Ordinal))
        {
            text.Append(member).Append('\n');
        }
    }

    private static bool IsVisible(TypeDefinition type) =>
        type.DeclaringType == null ? type.IsPublic : type.IsNestedPublic && IsVisible(type.DeclaringType);

    private static void DescribeConstants(Type type, StringBuilder text)
    {
        const BindingFlags All = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (var field in type.GetFields(All).Where(f => f.IsLiteral).OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            text.Append(
                CultureInfo.InvariantCulture, $"{type.Name}.{field.Name} = {field.GetRawConstantValue()}\n");
        }
    }
}
