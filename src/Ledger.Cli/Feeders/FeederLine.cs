namespace Ledger.Cli.Feeders;

/// <summary>A closed line of a feeder. Immutable.</summary>
/// <param name="Name">Its name in the registry.</param>
/// <param name="From">The bus at which it begins.</param>
/// <param name="To">The bus at which it ends.</param>
/// <param name="ResistanceMicroOhm">Resistance in µΩ.</param>
/// <param name="ReactanceMicroOhm">Reactance in µΩ.</param>
/// <param name="LimitVa">Most apparent power in VA; 0 for no limit.</param>
/// <param name="FeeMicro">Transport fee in µ¤/kWh.</param>
/// <param name="LengthMetre">Length in m; 0 where nobody published it.</param>
public sealed record FeederLine(
    string Name, string From, string To, long ResistanceMicroOhm, long ReactanceMicroOhm, long LimitVa = 0,
    long FeeMicro = 0, long LengthMetre = 0);
