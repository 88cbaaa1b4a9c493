using Ledger.Primitives;

namespace Ledger.Cli.Evidence;

/// <summary>What a proof is checked with: the chain and the members that a genesis file names. Immutable.</summary>
internal sealed record GenesisFile(Digest ChainId, Membership Members)
{
    private const string Name = "genesis.json";

    /// <summary>A genesis file lists at most some hundred certificates.</summary>
    private const int SizeMax = 16 * 1024 * 1024;

    /// <summary>Reads a genesis file.</summary>
    /// <exception cref="CommandException">There is none, or it is not valid: bad input.</exception>
    public static GenesisFile Load(string path)
    {
        try
        {
            var (document, chainId) = GenesisDocument.Parse(InputFile.Read(path, SizeMax));
            return new GenesisFile(chainId, document.ToMembership());
        }
        catch (FormatException e)
        {
            throw CommandException.BadInput($"{path}: {e.Message}");
        }
    }

    /// <summary>The nearest <c>genesis.json</c> in a directory or above it.</summary>
    /// <exception cref="CommandException">There is none: bad input.</exception>
    public static string FindAbove(string directory)
    {
        for (var at = new DirectoryInfo(directory); at != null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, Name);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw CommandException.BadInput($"there is no {Name} above {directory}; --genesis names it");
    }
}
