using Ledger.Chaincode;

namespace Ledger.Contracts.Grid;

/// <summary>Buses and branches with their limits. Immutable.</summary>
public sealed class GridNetwork
{
    /// <summary>Most buses, and most branches.</summary>
    public const int SizeMax = 1_024;

    /// <summary>Largest voltage: 1 MV, in mV.</summary>
    public const long MilliVoltMax = 1_000_000_000;

    private readonly int[] _byNumber;

    /// <summary>Checks and indexes a network.</summary>
    /// <exception cref="ContractRejection">A number comes twice, a branch names no bus, or a value is out of
    /// range.</exception>
    public GridNetwork(GridBus[] buses, GridBranch[] branches, int slack)
    {
        Require(buses.Length is > 0 and <= SizeMax && branches.Length <= SizeMax, "a network has 1 to 1024 buses");
        Buses = buses;
        Branches = branches;
        _byNumber = new int[buses.Length];
        for (var i = 0; i < buses.Length; i++)
        {
            _byNumber[i] = i;
            Require(
                IsWithin(buses[i].ActiveW, GridBus.PowerMax) && IsWithin(buses[i].ReactiveVar, GridBus.PowerMax),
                "the power of bus " + buses[i].Number + " is beyond 100 GW");
        }

        MergeSort.Sort(_byNumber, new ByNumber(buses));
        for (var i = 1; i < buses.Length; i++)
        {
            var number = buses[_byNumber[i]].Number;
            Require(buses[_byNumber[i - 1]].Number != number, "bus " + number + " comes twice");
        }

        From = new int[branches.Length];
        To = new int[branches.Length];
        for (var i = 0; i < branches.Length; i++)
        {
            Check(branches[i]);
            From[i] = IndexOf(branches[i].From);
            To[i] = IndexOf(branches[i].To);
        }

        Slack = IndexOf(slack);
    }

    /// <summary>The buses; other members name them by their index here.</summary>
    public GridBus[] Buses { get; }

    /// <summary>The branches; other members name them by their index here.</summary>
    public GridBranch[] Branches { get; }

    /// <summary>Index of the bus at which each branch starts.</summary>
    public int[] From { get; }

    /// <summary>Index of the bus at which each branch ends.</summary>
    public int[] To { get; }

    /// <summary>Index of the bus that balances the network.</summary>
    public int Slack { get; }

    /// <summary>Voltage of the slack bus in mV.</summary>
    public long SlackMilliVolt { get; init; } = 400_000;

    /// <summary>Nominal voltage in mV.</summary>
    public long NominalMilliVolt { get; init; } = 400_000;

    /// <summary>Lowest voltage in ppm of the nominal one.</summary>
    public long MinimumPpm { get; init; } = 900_000;

    /// <summary>Highest voltage in ppm of the nominal one.</summary>
    public long MaximumPpm { get; init; } = 1_100_000;

    /// <summary>Square of the nominal voltage, mV².</summary>
    public Int128 NominalSquare => (Int128)NominalMilliVolt * NominalMilliVolt;

    /// <summary>Index of a bus.</summary>
    /// <exception cref="ContractRejection">There is none of this number.</exception>
    public int IndexOf(int number)
    {
        var low = 0;
        var high = _byNumber.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var found = Buses[_byNumber[middle]].Number;
            if (found == number)
            {
                return _byNumber[middle];
            }

            low = found < number ? middle + 1 : low;
            high = found < number ? high : middle - 1;
        }

        throw new ContractRejection("there is no bus " + number);
    }

    /// <summary>Indices of the buses by ascending number. Do not change it.</summary>
    public int[] Ascending() => _byNumber;

    private static bool IsWithin(long value, long most) => value >= -most && value <= most;

    private static void Check(GridBranch branch)
    {
        Require(
            branch.ResistanceMicroOhm is >= 0 and <= GridBranch.ImpedanceMax
                && branch.ReactanceMicroOhm is >= 0 and <= GridBranch.ImpedanceMax,
            "the impedance of branch " + branch.Number + " is not 0 to 1 kOhm");
        Require(
            branch.LimitVoltAmpere is >= 0 and <= GridBus.PowerMax,
            "the limit of branch " + branch.Number + " is not 0 to 100 GVA");
        Require(branch.From != branch.To, "branch " + branch.Number + " ends where it starts");
    }

    private static void Require(bool holds, string flaw)
    {
        if (!holds)
        {
            throw new ContractRejection(flaw);
        }
    }

    private sealed class ByNumber : IPrecedence
    {
        private readonly GridBus[] _buses;

        public ByNumber(GridBus[] buses)
        {
            _buses = buses;
        }

        public bool Precedes(int left, int right) => _buses[left].Number < _buses[right].Number;
    }
}
