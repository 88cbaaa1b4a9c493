using Ledger.Identity;

namespace Ledger.Cli.Report.State;

/// <summary>
/// Who reads a report, and so whom it names: the rule of the contracts' own read functions (regulators everything, operators
/// their organisation's and their markets' accounts, everybody itself). Immutable.
/// </summary>
/// <param name="Account">The account; empty for the owner of a data directory.</param>
/// <param name="Organisation">Its organisation.</param>
/// <param name="Role">Attribute <c>role</c> of its certificate; empty when it has none.</param>
internal sealed record ReportViewer(string Account, string Organisation, string Role)
{
    private const string Regulator = "regulator";
    private const string Operator = "operator";

    /// <summary>Who holds the whole state in hands anyway.</summary>
    public static ReportViewer Owner { get; } = new("", "", Regulator);

    /// <summary>Who acts by a certificate.</summary>
    public static ReportViewer Of(IdentityCertificate certificate) => new(
        certificate.AccountName, certificate.Organisation,
        certificate.Attributes.TryGetValue(AttributeNames.Role, out var role) ? role : "");

    /// <summary>Whether the viewer may know what an account does in markets of an organisation.</summary>
    public bool MayRead(string account, string marketOrganisation) =>
        account == Account || Role == Regulator || (Role == Operator &&
            (Organisation == marketOrganisation || account.StartsWith(Organisation + "/", StringComparison.Ordinal)));
}
