using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>One organisation's agreement to a package or to a change of members.</summary>
/// <param name="Organisation">Who agrees.</param>
/// <param name="Account">The administrator who signed.</param>
/// <param name="Height">Block of the signed transaction.</param>
public sealed record OrganisationApproval(string Organisation, string Account, ulong Height)
{
    /// <summary>Writes a list: count, then organisation text, account text, height u64 each.</summary>
    internal static void EncodeList(CanonicalWriter writer, IReadOnlyList<OrganisationApproval> approvals)
    {
        writer.Count(approvals.Count);
        foreach (var approval in approvals)
        {
            writer.Text(approval.Organisation).Text(approval.Account).U64(approval.Height);
        }
    }

    /// <summary>Reads a list; the reader fails when it is malformed.</summary>
    internal static OrganisationApproval[] DecodeList(ref CanonicalReader reader)
    {
        var approvals = new OrganisationApproval[reader.Count(16)];
        for (var i = 0; i < approvals.Length; i++)
        {
            approvals[i] = new(
                reader.Text(TransactionBody.AccountSizeMax), reader.Text(TransactionBody.AccountSizeMax), reader.U64());
        }

        return approvals;
    }

    /// <summary>Whether an organisation is among those that agreed.</summary>
    internal static bool Contains(IReadOnlyList<OrganisationApproval> approvals, string organisation)
    {
        foreach (var approval in approvals)
        {
            if (approval.Organisation == organisation)
            {
                return true;
            }
        }

        return false;
    }
}
