using System.Runtime.CompilerServices;
using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>Packages in memory: bounded, shared, unloaded when replaced.</summary>
public sealed class ContractHostTests
{
    [Fact]
    public void Packages_that_were_replaced_are_unloaded()
    {
        var host = new ContractHost(packagesMax: 1);
        var reference = LoadAndReplace(host);
        for (var i = 0; i < 20 && reference.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(reference.IsAlive);
        Assert.Equal(1, host.PackagesCount);
    }

    [Fact]
    public void A_package_that_the_loader_refuses_fails_its_calls_and_not_the_node()
    {
        var loaded = LoadedPackage.Load(Digest.Of([1]), [1], new MeteringInspector(new Permissive()));
        Assert.Null(loaded.Find("sample"));
        Assert.Throws<RuntimeInvariantException>(() => LoadedPackage.Load(Digest.Zero, [1], new MeteringInspector(new Permissive())));
    }

    [Fact]
    public void A_package_that_no_longer_passes_is_not_run()
    {
        var ledger = TestLedger.WithContracts();
        var strict = new BatchExecutor(ledger.Options, ledger.Authority, new ContractHost(new Refusing()));
        var receipt = strict.Execute(
            ledger.Next, [ledger.Sign("cell1/alice", TestLedger.Call("counter", "nothing"))], ledger.State,
            _ => false).Receipts[0];
        Assert.Equal(
            (ReceiptStatus.Failed, "the package of contract counter cannot be loaded"),
            (receipt.Status, receipt.Message));
    }

    [Fact]
    public void A_host_that_holds_too_few_packages_loads_them_again()
    {
        var ledger = new TestLedger(host: new ContractHost(packagesMax: 1));
        foreach (var organisation in ledger.Options.Organisations)
        {
            ledger.Enrol($"{organisation}/admin", ("role", "admin"));
        }

        const string Body = "[Function, AnyMember] public void Run(CallContext context) { }";
        ledger.Activate("a", TestPackages.Contract(Body, name: "a"));
        ledger.Activate("b", TestPackages.Contract(Body, name: "b"));
        for (var i = 0; i < 3; i++)
        {
            TestLedger.Succeed(ledger.Run("cell1/admin", TestLedger.Call("a", "run"), TestLedger.Call("b", "run")));
            Assert.Equal(1, ledger.Host.PackagesCount);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    // Each contract of a package asks for it when it is agreed on; the compiling must not take a thread for each.
    [Fact]
    public void A_package_of_several_contracts_is_compiled_once()
    {
        var host = new ContractHost();
        var hash = Digest.Of(TestPackages.Contracts);
        Assert.Same(host.Prepare(hash, TestPackages.Contracts), host.Prepare(hash, TestPackages.Contracts));
    }

    private static WeakReference LoadAndReplace(ContractHost host)
    {
        var ledger = new TestLedger(host: host);
        foreach (var organisation in ledger.Options.Organisations)
        {
            ledger.Enrol($"{organisation}/admin", ("role", "admin"));
        }

        ledger.Activate("tests", TestPackages.Contracts);
        TestLedger.Succeed(ledger.Run("cell1/admin", TestLedger.Call("counter", "add", w => w.Text("a").Long(1))));
        var package = host.Load(
            Digest.Of(TestPackages.Contracts), 0, static (_, _) => throw new InvalidOperationException());
        var reference = new WeakReference(package.Context);
        Assert.True(reference.IsAlive);

        // Its code is compiled on another thread since it was agreed on; that thread holds it meanwhile.
        host.Prepare(Digest.Of(TestPackages.Contracts), TestPackages.Contracts).Wait(TimeSpan.FromMinutes(1));
        ledger.Activate("new", TestPackages.Contract(
            "[Function, AnyMember] public void Run(CallContext context) { }", name: "counter"));
        TestLedger.Succeed(ledger.Run("cell1/admin", TestLedger.Call("counter", "run")));
        return reference;
    }

    private sealed class Permissive : IPackageInspector
    {
        public int RulesVersion => 0;

        public PackageVerdict Inspect(ReadOnlyMemory<byte> assembly) =>
            new(null, [new ContractManifest("sample", "Sample", [])]);
    }

    private sealed class Refusing : IPackageInspector
    {
        public int RulesVersion => 2;

        public PackageVerdict Inspect(ReadOnlyMemory<byte> assembly) => new("other rules", []);
    }
}
