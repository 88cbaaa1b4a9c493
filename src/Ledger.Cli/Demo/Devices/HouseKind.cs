namespace Ledger.Cli.Demo.Devices;

/// <summary>What a home has behind its meter.</summary>
public enum HouseKind
{
    /// <summary>PV.</summary>
    Pv,

    /// <summary>PV and a battery.</summary>
    PvBattery,

    /// <summary>PV and an electric vehicle.</summary>
    PvVehicle,
}
