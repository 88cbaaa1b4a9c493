using System.Globalization;

namespace Ledger.Cli.MarketDay;

/// <summary>What must hold after a simulation, to the Wh and the n¤. Pure.</summary>
internal static class DayChecks
{
    /// <summary>All checks; one that fails says by how much.</summary>
    public static IReadOnlyList<DayCheck> Of(DayResult result)
    {
        var homes = result.Homes;
        var changes = homes.Sum(h => h.BalanceNano) + result.GridNano + result.OperatorNano + result.ClearingNano;
        var bought = homes.Sum(h => h.BoughtWh);
        var sold = homes.Sum(h => h.SoldWh);
        var traded = result.Slots.Sum(s => s.TradedWh);
        var imported = result.Slots.Sum(s => s.ImportWh) - result.Slots.Sum(s => s.ExportWh);
        var metered = homes.Sum(h => h.ImportWh - h.ExportWh);
        var checks = new List<DayCheck>
        {
            Same("all money", "the sum of all balances", result.AllBalancesNano, "money issued less redeemed",
                result.IssuedNano, "n¤"),
            Same("money moved", "changes of all balances", changes, "nothing", 0, "n¤"),
            Same("clearing account", "what is left on it", result.ClearingNano, "nothing", 0, "n¤"),
            Same("bills", "what bills paid", homes.Sum(h => h.PaidNano), "changes of the homes' balances",
                homes.Sum(h => h.BalanceNano), "n¤"),
            Each("each bill", homes, h => h.PaidNano == h.BalanceNano, "another change of balance than its bills"),
            Each("each home", homes, h => h.Slots == result.Options.Slots, "not a bill for each slot"),
            Each("each meter", homes, h => h.BilledWh == h.ExportWh - h.ImportWh, "other energy on its bills than on its meter"),
            Same("energy traded", "sales", sold, "purchases", bought, "Wh", result.Options.Mechanism is "fixed-price" or "muv"),
            Same("energy of slots", "traded in all slots", traded, "purchases on bills", bought, "Wh"),
            Same("energy metered", "net import of all slots", imported, "net import of all meters", metered, "Wh"),
            Same("behind the meters", "slots of homes that do not add up", result.Unbalanced, "none", 0, ""),
        };
        if (result.Feeder != null && result.File.Secure)
        {
            var insecure = result.Slots.Count(s => s.Sealed is { IsWithinLimits: false });
            checks.Add(Same("feeder", "sealed schedules beyond a limit", insecure, "none", 0, "slots"));
        }

        return checks;
    }

    private static DayCheck Same(
        string name, string what, long value, string other, long expected, string unit, bool isExempt = false)
    {
        var text = value.ToString("#,0", CultureInfo.InvariantCulture) + (unit.Length > 0 ? " " + unit : "");
        return isExempt || value == expected
            ? new DayCheck(name, true, $"{what} ({text}) = {other}" + (isExempt ? ", but for what the main grid took part in" : ""))
            : new DayCheck(name, false, $"{what} ({text}) differ from {other} by {value - expected} {unit}");
    }

    private static DayCheck Each(string name, IReadOnlyList<HomeResult> homes, Func<HomeResult, bool> holds, string flaw)
    {
        var wrong = homes.Where(h => !holds(h)).Select(h => h.Account).ToArray();
        return wrong.Length == 0
            ? new DayCheck(name, true, $"all {homes.Count} agree")
            : new DayCheck(name, false, $"{string.Join(", ", wrong)}: {flaw}");
    }
}
