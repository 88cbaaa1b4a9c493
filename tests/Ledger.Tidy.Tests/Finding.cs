namespace Ledger.Tidy.Tests;

/// <summary>Asserts that a rule found nothing, and otherwise prints all that it found at once.</summary>
internal static class Finding
{
    public static void None(IEnumerable<string> findings, string rule)
    {
        string[] all = [.. findings];
        Assert.True(all.Length == 0, $"{rule}\n{string.Join('\n', all)}");
    }
}
