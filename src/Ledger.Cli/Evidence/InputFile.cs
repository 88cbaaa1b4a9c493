namespace Ledger.Cli.Evidence;

/// <summary>Files that the command line names.</summary>
internal static class InputFile
{
    /// <summary>Reads a whole file of a bounded size.</summary>
    /// <exception cref="CommandException">There is none, it cannot be read, or it is too large: bad input.</exception>
    public static byte[] Read(string path, int sizeMax)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read);
            if (stream.Length > sizeMax)
            {
                throw CommandException.BadInput($"{path} has {stream.Length} bytes; at most {sizeMax} are looked at");
            }

            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw CommandException.BadInput($"{path} cannot be read: {e.Message}");
        }
    }
}
