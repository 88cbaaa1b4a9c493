namespace Ledger.Identity.Tests;

internal static class RevocationListExtensions
{
    internal static RevocationSet InASet(this RevocationList list)
    {
        Assert.True(RevocationSet.Empty.TryReplace(list, out var set, out var reason), reason);
        return set;
    }
}
