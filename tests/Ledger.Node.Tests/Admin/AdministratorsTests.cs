using Ledger.Node.Admin;
using Ledger.Node.Tests.Audit;

namespace Ledger.Node.Tests.Admin;

/// <summary>Who may operate a node: everybody else is refused.</summary>
public sealed class AdministratorsTests : IDisposable
{
    private readonly OfflineLedger _ledger = new(devices: 2);

    public void Dispose() => _ledger.Dispose();

    [Fact]
    public void OnlyTheOwnOrganisationsAdministratorIsAdmitted()
    {
        var own = new Administrators("cell1");

        Assert.True(own.Admits(_ledger.Administrator.TlsCertificate, out var account, out _));
        Assert.Equal("cell1/device-0", account);
        Assert.False(own.Admits(_ledger.Meter.TlsCertificate, out _, out var reason));
        Assert.Contains("is no administrator", reason, StringComparison.Ordinal);
        Assert.False(own.Admits(_ledger.Node(0).TlsCertificate, out _, out _));
        Assert.False(new Administrators("cell2").Admits(_ledger.Administrator.TlsCertificate, out _, out reason));
        Assert.Contains("only administrators of cell2", reason, StringComparison.Ordinal);
        Assert.False(own.Admits(null, out _, out _));
    }
}
