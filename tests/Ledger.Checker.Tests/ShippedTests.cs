using System.Diagnostics;

namespace Ledger.Checker.Tests;

/// <summary>The contracts that ship with the project pass, quickly.</summary>
public sealed class ShippedTests
{
    [Theory]
    [InlineData("Ledger.Contracts.dll")]
    [InlineData("Ledger.Runtime.Tests.Contracts.dll")]
    public void They_are_accepted(string file)
    {
        var assembly = TestPackages.Read(file);
        Assert.Null(new PackageInspector().Inspect(assembly).Flaw);
        var watch = Stopwatch.StartNew();
        Assert.NotEmpty(new PackageInspector().Inspect(assembly).Contracts);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
        TestContext.Current.SendDiagnosticMessage("{0}: {1} ms", file, watch.ElapsedMilliseconds);
    }
}
