using Ledger.Cli.Network;
using Ledger.Identity;

namespace Ledger.Cli.Demo;

/// <summary>
/// Makes the members' keys and has their organisations certify them, as files of the network's directory.
/// </summary>
internal static class Registration
{
    /// <summary>Certifies everyone; the organisations work side by side, each on its own directory.</summary>
    public static Task CertifyAsync(
        NetworkLayout layout, Roster roster, TimeProvider time, CancellationToken cancellation) =>
        Task.WhenAll(roster.All.GroupBy(m => m.Organisation).Select(cell => Task.Run(
            () =>
            {
                using var authority = CertificateAuthority.Load(layout.Authority(cell.Key), time);
                foreach (var member in cell)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Enrolment.Enrol(
                        layout.Device(member.Organisation, member.Name), authority, member.Name,
                        new EnrolmentTerms { Attributes = member.Attributes });
                }
            },
            cancellation)));
}
