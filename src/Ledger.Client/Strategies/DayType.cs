namespace Ledger.Client.Strategies;

/// <summary>Kinds of days that people live alike on.</summary>
public enum DayType
{
    /// <summary>Monday to Friday.</summary>
    Workday,

    /// <summary>Saturday that is no holiday.</summary>
    Saturday,

    /// <summary>Sunday, and every public holiday.</summary>
    Sunday,
}
