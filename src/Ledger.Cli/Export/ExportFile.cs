using System.Text;

namespace Ledger.Cli.Export;

/// <summary>
/// A file that comes into being whole: it has another name until <see cref="Complete"/>, and goes when that is never
/// called.
/// </summary>
internal sealed class ExportFile : IDisposable
{
    private readonly string _path;
    private readonly string _partial;
    private bool _isComplete;

    /// <summary>Begins a file, in the place of one that is there.</summary>
    /// <exception cref="CommandException">It cannot be made: bad input.</exception>
    public ExportFile(string path)
    {
        _path = Path.GetFullPath(path);
        _partial = _path + ".partial";
        if (Directory.Exists(_path))
        {
            throw CommandException.BadInput($"{_path} is a directory; --output names a file");
        }

        try
        {
            Writer = new StreamWriter(
                new FileStream(_partial, FileMode.Create, FileAccess.Write, FileShare.None), new UTF8Encoding(false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"cannot write {_path}: {e.Message}");
        }
    }

    /// <summary>Where its text goes: UTF-8 without a mark.</summary>
    public TextWriter Writer { get; }

    /// <summary>Gives the file its name.</summary>
    /// <exception cref="IOException">The disk is full, or the name cannot be given.</exception>
    public void Complete()
    {
        Writer.Flush();
        ((FileStream)((StreamWriter)Writer).BaseStream).Flush(flushToDisk: true);
        Writer.Dispose();
        File.Move(_partial, _path, overwrite: true);
        _isComplete = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isComplete)
        {
            return;
        }

        try
        {
            Writer.Dispose();
        }
        catch (IOException)
        {
            // The disk is full; what was to be said of that is said by whoever met it first.
        }

        File.Delete(_partial);
    }
}
