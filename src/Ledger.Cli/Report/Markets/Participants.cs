using Ledger.Cli.Report.State;

namespace Ledger.Cli.Report.Markets;

/// <summary>
/// Names of participants as the viewer may know them: the account, or a number. Numbers go by what was traded, since the order
/// of joining would tell who is who. Immutable.
/// </summary>
internal sealed class Participants
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Names accounts.</summary>
    /// <param name="viewer">Who reads.</param>
    /// <param name="organisation">The organisation that runs the market.</param>
    /// <param name="accounts">The accounts, in an order that gives nothing away.</param>
    public Participants(ReportViewer viewer, string organisation, IEnumerable<string> accounts)
    {
        foreach (var account in accounts)
        {
            var isKnown = viewer.MayRead(account, organisation);
            Hidden += isKnown ? 0 : 1;
            _names[account] = isKnown
                ? account
                : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"participant {Hidden}");
        }
    }

    /// <summary>How many have a number in place of a name.</summary>
    public int Hidden { get; private set; }

    /// <summary>The name of an account; one that was not listed is just a participant.</summary>
    public string NameOf(string account) => _names.GetValueOrDefault(account, "participant");
}
