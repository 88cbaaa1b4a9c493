namespace Ledger.Storage.Tests;

/// <summary>Another process that has a directory open until its input ends.</summary>
internal static class HoldChild
{
    /// <summary>First argument that starts it; then the directory, and whether it only reads.</summary>
    public const string Argument = "--hold-child";

    /// <summary>Says that it has the directory open, and waits.</summary>
    public static void Run(string directory, bool readOnly)
    {
        using var store = readOnly
            ? LedgerStore.OpenReadOnly(directory, TestChain.Id)
            : LedgerStore.Open(directory, TestChain.Id);
        Console.Out.WriteLine("open");
        Console.Out.Flush();
        Console.In.ReadToEnd();
    }
}
