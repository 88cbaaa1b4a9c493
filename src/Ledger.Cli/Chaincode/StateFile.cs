using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Cli.Chaincode;

/// <summary>
/// The contracts' state between two runs of <c>chaincode run</c>. Encoded: the 16 bytes "ledger/runstate1", count, then key
/// bytes and value bytes each. The ledger's own contracts are left out: each run has its own accounts and packages.
/// </summary>
internal static class StateFile
{
    private static ReadOnlySpan<byte> Magic => "ledger/runstate1"u8;

    /// <summary>Writes the file.</summary>
    public static void Save(LocalState state, string path)
    {
        var entries = state.Scan(default).Where(e => !IsSystem(e.Key)).ToArray();
        var writer = new CanonicalWriter(64 * 1024).Raw(Magic).Count(entries.Length);
        foreach (var (key, value) in entries)
        {
            writer.Bytes(key).Bytes(value);
        }

        File.WriteAllBytes(path, writer.ToArray());
    }

    /// <summary>Puts what the file holds into a state.</summary>
    /// <exception cref="CommandException">It is no such file.</exception>
    public static void Load(LocalState state, string path)
    {
        var reader = new CanonicalReader(File.ReadAllBytes(path));
        var isState = reader.Raw(Magic.Length).SequenceEqual(Magic);
        var entries = new (byte[] Key, byte[] Value)[reader.Count(8)];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = (reader.Bytes().ToArray(), reader.Bytes().ToArray());
        }

        if (!isState || !reader.IsComplete)
        {
            throw CommandException.BadInput($"{path} is not a file that 'ledger chaincode run --state' wrote");
        }

        foreach (var (key, value) in entries)
        {
            state.Set(key, value);
        }
    }

    private static bool IsSystem(byte[] key) =>
        key.AsSpan().StartsWith("identity\0"u8) || key.AsSpan().StartsWith("lifecycle\0"u8) ||
        key.AsSpan().StartsWith("membership\0"u8);
}
