namespace Ledger.Contracts;

/// <summary>
/// The values of the certificate attribute <c>role</c> that the contracts know (M19). What a role may do stands at the
/// functions that require it.
/// </summary>
public static class Roles
{
    /// <summary>Only draws energy.</summary>
    public const string Consumer = "consumer";

    /// <summary>Draws and feeds in.</summary>
    public const string Prosumer = "prosumer";

    /// <summary>A prosumer with storage, which may also keep reserves.</summary>
    public const string ProsumerPlus = "prosumer-plus";

    /// <summary>Only feeds in.</summary>
    public const string Producer = "producer";

    /// <summary>Distribution system operator: owns feeders and meters, receives transport fees.</summary>
    public const string Dso = "dso";

    /// <summary>Local power distributor: supplies what a seller misses and takes what a buyer leaves.</summary>
    public const string Lpd = "lpd";

    /// <summary>Grid supervisor: freezes lines, caps buses, rolls schedules back, settles disputes.</summary>
    public const string Supervisor = "supervisor";

    /// <summary>Market operator of an organisation: opens, clears, settles.</summary>
    public const string Operator = "operator";

    /// <summary>Sets tariffs, levies and the bounds of the market's configuration; reads everything.</summary>
    public const string Regulator = "regulator";

    /// <summary>Settlement bank: brings money onto the ledger and takes it off.</summary>
    public const string Bank = "bank";

    /// <summary>A meter with a key of its own.</summary>
    public const string Meter = "meter";
}
