using Ledger.Cli.MarketDay;

namespace Ledger.Cli.Tests.MarketDay;

/// <summary>What does not add up is found, whichever figure is off by one.</summary>
public sealed class DayChecksTests
{
    private static readonly DayResult Sound = new()
    {
        File = new MicrogridFile
        {
            Name = "mg", Profiles = new ProfileFormat { Start = DateTimeOffset.UnixEpoch }, Homes = [],
        },
        Options = new DayOptions { Mechanism = "kda-uniform", Slots = 1 },
        Slots = [new SlotResult { Start = 0, TradedWh = 100, ImportWh = 50, ExportWh = 0 }],
        Homes =
        [
            new HomeResult
            {
                Account = "cell1/a", AssetType = "pv", Slots = 1, SoldWh = 100, ExportWh = 100, BilledWh = 100,
                PaidNano = 1_000, BalanceNano = 1_000,
            },
            new HomeResult
            {
                Account = "cell1/b", AssetType = "load", Slots = 1, BoughtWh = 100, ImportWh = 150, BilledWh = -150,
                PaidNano = -1_500, BalanceNano = -1_500,
            },
        ],
        GridNano = 500,
        OperatorNano = 0,
        ClearingNano = 0,
        AllBalancesNano = 9_000,
        IssuedNano = 9_000,
        Unbalanced = 0,
        GasUsed = 0,
        Calls = 0,
        Blocks = 0,
        Time = TimeSpan.FromSeconds(1),
    };

    public static TheoryData<string, string> Flaws => new()
    {
        { "all", "all money" }, { "grid", "money moved" }, { "clearing", "clearing account" }, { "paid", "each bill" },
        { "paid", "bills" }, { "slots", "each home" }, { "billed", "each meter" }, { "sold", "energy traded" },
        { "traded", "energy of slots" }, { "import", "energy metered" }, { "behind", "behind the meters" },
    };

    [Fact]
    public void What_adds_up_passes() => Assert.All(DayChecks.Of(Sound), c => Assert.True(c.Ok, c.Detail));

    [Theory]
    [MemberData(nameof(Flaws))]
    public void What_does_not_add_up_fails(string flaw, string check)
    {
        var home = Sound.Homes[0];
        var wrong = flaw switch
        {
            "all" => Sound with { AllBalancesNano = 9_001 },
            "grid" => Sound with { GridNano = 501 },
            "clearing" => Sound with { ClearingNano = 1, GridNano = 499 },
            "paid" => With(home with { PaidNano = 1_001 }),
            "slots" => With(home with { Slots = 0 }),
            "billed" => With(home with { BilledWh = 99 }),
            "sold" => With(home with { SoldWh = 99 }),
            "traded" => Sound with { Slots = [Sound.Slots[0] with { TradedWh = 99 }] },
            "import" => Sound with { Slots = [Sound.Slots[0] with { ImportWh = 51 }] },
            _ => Sound with { Unbalanced = 1 },
        };
        Assert.Contains(check, DayChecks.Of(wrong).Where(c => !c.Ok).Select(c => c.Name));
    }

    private static DayResult With(HomeResult home) => Sound with { Homes = [home, Sound.Homes[1]] };
}
