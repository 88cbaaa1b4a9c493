using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>Checking a package is work that all replicas do: whoever installs one pays for it, by its size.</summary>
public sealed class InstallGasTests
{
    private static readonly byte[] Small = Package(1);
    private static readonly byte[] Large = Package(200);

    [Fact]
    public void Installing_costs_gas_by_the_instructions_and_by_the_bytes()
    {
        var small = Install(new TestLedger(), Small).Calls[0].GasUsed;
        var large = Install(new TestLedger(), Large).Calls[0].GasUsed;
        var checking =
            (GasSchedule.CheckedByte * (PackageSize.OfInstructions(Large) - PackageSize.OfInstructions(Small))) +
            (GasSchedule.PackageByte * (Large.Length - Small.Length));
        Assert.InRange(PackageSize.OfInstructions(Large), 4_000, Large.Length);
        Assert.InRange((long)(large - small), checking, checking + Large.Length);
    }

    [Fact]
    public void A_package_that_is_refused_costs_as_much_every_time()
    {
        var package = TestPackages.Contract(
            "[Function, AnyMember] public void Run(CallContext context) { try { } catch { } while (true) { try { Run(context); } " +
            "catch { } } }");
        var ledger = new TestLedger();
        var first = Install(ledger, package);
        var second = Install(ledger, package);
        Assert.StartsWith("the package is refused: ", first.Message, StringComparison.Ordinal);
        Assert.Equal(first.Message, second.Message);
        Assert.Equal(first.Calls[0].GasUsed, second.Calls[0].GasUsed);
        Assert.True(first.Calls[0].GasUsed > GasSchedule.Check);
    }

    [Fact]
    public void Without_the_gas_for_it_nothing_is_checked()
    {
        var options = TestLedger.DefaultOptions;
        var needed = GasSchedule.Check + (GasSchedule.PackageByte * Large.Length) +
            (GasSchedule.CheckedByte * PackageSize.OfInstructions(Large));
        var limits = options.Limits with { GasPerCall = needed };
        var asked = new CountingInspector();
        var receipt = Install(new TestLedger(options with { Limits = limits }, new ContractHost(asked)), Large);
        Assert.Equal(
            (ReceiptStatus.OutOfResources, $"the limit is {needed} gas in a call"), (receipt.Status, receipt.Message));
        Assert.Equal(0, asked.Count);

        limits = limits with { GasPerCall = needed + 1_000_000 };
        TestLedger.Succeed(Install(new TestLedger(options with { Limits = limits }, new ContractHost(asked)), Large));
        Assert.Equal(1, asked.Count);
    }

    [Fact]
    public void A_package_that_genesis_names_was_agreed_to_and_is_not_charged()
    {
        var options = TestLedger.DefaultOptions;
        var ledger = new TestLedger(options with
        {
            GenesisPackages = [Digest.Of(Large)], Limits = options.Limits with { GasPerCall = ExecutionLimits.GasMin },
        });
        TestLedger.Succeed(Install(ledger, Large));
        Assert.Equal(ReceiptStatus.OutOfResources, Install(ledger, Package(199)).Status);
    }

    [Fact]
    public void What_cannot_be_read_has_no_instructions()
    {
        Assert.Equal(0, PackageSize.OfInstructions(new byte[1000]));
        Assert.Equal(0, PackageSize.OfInstructions(Large.AsMemory(0, Large.Length / 2)));
    }

    private static Receipt Install(TestLedger ledger, byte[] package)
    {
        ledger.Enrol("cell1/admin", ("role", "admin"));
        return ledger.Run("cell1/admin", TestLedger.Install("sample", package));
    }

    private static byte[] Package(int functions) => TestPackages.Contract(
        "[Function, AnyMember] public void Run(CallContext context) { }" +
        string.Concat(Enumerable.Range(0, functions).Select(i =>
            $"private static long F{i}(long a, long b) {{ for (var i = 0; i < 9; i++) {{ a += b * {i}; }} return a; }}\n")));

    private sealed class CountingInspector : IPackageInspector
    {
        private readonly PackageInspector _rules = new();

        public int Count { get; private set; }

        public int RulesVersion => _rules.RulesVersion;

        public PackageVerdict Inspect(ReadOnlyMemory<byte> assembly)
        {
            Count++;
            return _rules.Inspect(assembly);
        }
    }
}
