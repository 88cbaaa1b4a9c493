using Ledger.Cli.Demo.Report;

namespace Ledger.Cli.Tests.Demo;

public sealed class AmountsTests
{
    [Fact]
    public void Amounts_have_their_units()
    {
        Assert.Equal("-1.235", Amounts.Money(-1_234_567_890));
        Assert.Equal("1,234.567", Amounts.Energy(1_234_567));
        Assert.Equal("0.080", Amounts.Price(80_000));
        Assert.Equal("12,345", Amounts.Count(12_345));
        Assert.Equal("12.3 ms", Amounts.Milliseconds(TimeSpan.FromMicroseconds(12_345)));
    }
}
