using Ledger.Contracts.Calculator;
using Ledger.Contracts.Market.Mechanisms;

namespace Ledger.Contracts.Grid;

/// <summary>
/// secure-clearing (M7): <c>mechanism</c>, <c>params</c>, <c>orders</c> with a <c>bus</c> each, <c>network</c>, and
/// optionally <c>rounds</c>, <c>slotsPerHour</c> and <c>busCaps</c> of <c>bus</c> and <c>capWh</c>. Pure.
/// </summary>
public sealed class SecureClearingCalculation : ICalculation
{
    /// <inheritdoc/>
    public string Name => "secure-clearing";

    /// <inheritdoc/>
    public DocumentNode Run(DocumentNode input)
    {
        var list = input.Items("orders");
        var orders = ParameterReader.Orders(list);
        var feeder = new SpanningTree(NetworkReader.Network(input.Item("network")));
        var buses = new int[orders.Length];
        for (var i = 0; i < buses.Length; i++)
        {
            buses[i] = feeder.Network.IndexOf(list.At(i).Index("bus"));
        }

        var mechanism = MechanismList.Find(input.Text("mechanism"))
            ?? throw input.Item("mechanism").Wrong("is no mechanism that clears a book");
        return SecureClearing.Clear(new SecureCase
        {
            Orders = orders,
            BusOf = buses,
            Mechanism = mechanism,
            Parameters = ParameterReader.Parameters(input.Find("params") ?? DocumentNode.Object()),
            Feeder = feeder,
            BusCapsWh = BusCaps(feeder.Network, input),
            Rounds = (int)Within(input, "rounds", 32, SecureCase.RoundsMax),
            SlotsPerHour = Within(input, "slotsPerHour", 4, 3_600),
        }).Describe(orders);
    }

    private static long Within(DocumentNode input, string name, long missing, long most)
    {
        var value = input.Long(name, missing);
        return value >= 1 && value <= most ? value : throw input.Item(name).Wrong("is not 1 to " + most);
    }

    private static long[]? BusCaps(GridNetwork network, DocumentNode input)
    {
        var list = input.Find("busCaps");
        if (list == null)
        {
            return null;
        }

        var caps = new long[network.Buses.Length];
        Array.Fill(caps, long.MaxValue);
        for (var i = 0; i < list.AsList().Count; i++)
        {
            caps[network.IndexOf(list.At(i).Index("bus"))] = list.At(i).Long("capWh", 0, long.MaxValue);
        }

        return caps;
    }
}
