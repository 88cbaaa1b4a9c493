using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ledger.Cli.Feeders;

namespace Ledger.Cli.MarketDay;

/// <summary>
/// The machine's form of a simulation, schema 1: energy in Wh, money in n¤, prices in µ¤/kWh, voltages in ppm of the
/// nominal one, whole numbers; those beyond ±(2^53 - 1) as texts of digits. Pure.
/// </summary>
internal static class DayJson
{
    private const long ExactMax = (1L << 53) - 1;

    /// <summary>Writes the document.</summary>
    public static string Write(DayResult result, IReadOnlyList<DayCheck> checks)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(
            stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", 1);
            json.WriteString("microgrid", result.File.Name);
            json.WriteString("mechanism", result.Options.Mechanism);
            json.WriteString("strategy", result.Options.Strategy);
            json.WriteNumber("seed", result.Options.Seed);
            json.WriteString("from", Times.Text(result.Slots[0].Start));
            json.WriteNumber("slotSeconds", result.File.SlotSeconds);
            json.WriteString("feeder", result.Feeder?.Name);
            WriteTotals(json, result);
            WriteHomes(json, result);
            WriteSlots(json, result);
            json.WriteStartArray("checks");
            foreach (var check in checks)
            {
                json.WriteStartObject();
                json.WriteString("name", check.Name);
                json.WriteBoolean("ok", check.Ok);
                json.WriteString("detail", check.Detail);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void WriteTotals(Utf8JsonWriter json, DayResult result)
    {
        json.WriteStartObject("totals");
        Number(json, "slots", result.Slots.Count);
        Number(json, "orders", result.Slots.Sum(s => (long)s.Orders));
        Number(json, "tradedWh", result.Slots.Sum(s => s.TradedWh));
        Number(json, "importWh", result.Slots.Sum(s => s.ImportWh));
        Number(json, "exportWh", result.Slots.Sum(s => s.ExportWh));
        Number(json, "paidNano", result.Homes.Sum(h => h.PaidNano));
        Number(json, "tariffNano", result.Homes.Sum(h => h.TariffNano));
        Number(json, "gridNano", result.GridNano);
        Number(json, "operatorNano", result.OperatorNano);
        Number(json, "repeatedSlots", result.Slots.Count(s => s.Rounds > 1));
        Number(json, "calls", result.Calls);
        Number(json, "blocks", (long)result.Blocks);
        Number(json, "gas", (long)result.GasUsed);
        Number(json, "milliseconds", (long)result.Time.TotalMilliseconds);
        json.WriteEndObject();
    }

    private static void WriteHomes(Utf8JsonWriter json, DayResult result)
    {
        json.WriteStartArray("homes");
        foreach (var home in result.Homes)
        {
            json.WriteStartObject();
            json.WriteString("account", home.Account);
            json.WriteString("assetType", home.AssetType);
            Number(json, "boughtWh", home.BoughtWh);
            Number(json, "soldWh", home.SoldWh);
            Number(json, "importWh", home.ImportWh);
            Number(json, "exportWh", home.ExportWh);
            Number(json, "curtailedWh", home.CurtailedWh);
            Number(json, "paidNano", home.PaidNano);
            Number(json, "tariffNano", home.TariffNano);
            Number(json, "gainNano", home.GainNano);
            Number(json, "debtNano", home.DebtNano);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSlots(Utf8JsonWriter json, DayResult result)
    {
        json.WriteStartArray("slots");
        foreach (var slot in result.Slots)
        {
            json.WriteStartObject();
            json.WriteString("start", Times.Text(slot.Start));
            Number(json, "orders", slot.Orders);
            Number(json, "tradedWh", slot.TradedWh);
            if (slot.PriceMicro is { } price)
            {
                Number(json, "priceMicro", price);
            }
            else
            {
                json.WriteNull("priceMicro");
            }

            Number(json, "importWh", slot.ImportWh);
            Number(json, "exportWh", slot.ExportWh);
            Number(json, "gridNano", slot.GridNano);
            if (slot.Plain is { } plain)
            {
                WriteFeeder(json, slot, plain);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFeeder(Utf8JsonWriter json, SlotResult slot, FlowResult plain)
    {
        Number(json, "plainWh", slot.PlainWh);
        Number(json, "rounds", slot.Rounds);
        json.WriteStartArray("binding");
        foreach (var limit in slot.Binding)
        {
            json.WriteStringValue(limit);
        }

        json.WriteEndArray();
        Flow(json, "plain", plain);
        Flow(json, "sealed", slot.Sealed!.Value);
        Flow(json, "metered", slot.Metered!.Value);
    }

    private static void Flow(Utf8JsonWriter json, string name, FlowResult flow)
    {
        json.WriteStartObject(name);
        json.WriteBoolean("withinLimits", flow.IsWithinLimits);
        Number(json, "minPpm", flow.MinPpm);
        json.WriteString("minBus", flow.MinBus);
        Number(json, "maxPpm", flow.MaxPpm);
        json.WriteString("maxBus", flow.MaxBus);
        Number(json, "overloadedLines", flow.Overloaded);
        Number(json, "lossW", flow.LossW);
        Number(json, "transformerW", flow.SlackW);
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, long value)
    {
        if (value is >= -ExactMax and <= ExactMax)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
        }
    }
}
