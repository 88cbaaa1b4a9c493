using System.CommandLine;
using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Cli.Commands;

/// <summary>Finds a stopped node's ledger and its genesis, for commands that work on files.</summary>
internal static class DataDirectory
{
    private const string GenesisFile = "genesis.json";

    public static Option<string?> Option() => new("--data")
    {
        Description = "Data directory of a stopped node, instead of a running one.", HelpName = "DATADIR",
    };

    public static Option<string?> Genesis() => new("--genesis")
    {
        Description = "The genesis file; by default the nearest genesis.json above the directory.", HelpName = "FILE",
    };

    /// <summary>The ledger's directory: the given one, or <c>data</c> in it.</summary>
    /// <exception cref="CommandException">There is no such directory, or no ledger in it: bad input.</exception>
    public static string Resolve(string path)
    {
        var full = Path.GetFullPath(path);
        if (!Directory.Exists(full))
        {
            throw CommandException.BadInput(
                File.Exists(full) ? $"{full} is a file, not a directory" : $"there is no directory {full}");
        }

        var inner = Path.Combine(full, "data");
        var directory = !LedgerStore.Exists(full) && Directory.Exists(inner) ? inner : full;
        return LedgerStore.Exists(directory) ? directory : throw CommandException.BadInput($"there is no ledger in {directory}");
    }

    /// <summary>The genesis file that is named, or the nearest above the directory.</summary>
    /// <exception cref="CommandException">There is none: bad input.</exception>
    public static string GenesisOf(string? named, string directory) => named ?? FindGenesis(directory)
        ?? throw CommandException.BadInput($"there is no {GenesisFile} above {directory}; --genesis names it");

    /// <summary>The nearest genesis file above a directory; null when there is none.</summary>
    public static string? FindGenesis(string directory)
    {
        for (var at = new DirectoryInfo(Path.GetFullPath(directory)); at != null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, GenesisFile);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>Does something with directories that no node may be using.</summary>
    /// <exception cref="CommandException">A node runs on one of them.</exception>
    public static T Read<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (StorageException e) when (e.Failure == StorageFailure.Locked)
        {
            throw CommandException.Failed(
                $"{e.Message.TrimEnd('.')}: stop the node that runs on it, or use a backup ('ledger backup' makes one)");
        }
    }

    /// <summary>The same, away from the command's own thread.</summary>
    public static Task<T> ReadAsync<T>(Func<T> action) => Task.Run(() => Read(action));

    /// <summary>Reads a genesis file.</summary>
    /// <exception cref="CommandException">It cannot be read or is none: bad input.</exception>
    public static (GenesisDocument Genesis, Digest ChainId) ReadGenesis(string path)
    {
        try
        {
            return GenesisDocument.Parse(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw CommandException.BadInput($"the genesis file {path} cannot be used: {e.Message}");
        }
    }
}
