using System.Text;

namespace Ledger.Identity;

/// <summary>
/// The certificates that an authority has issued, oldest first, and their file: a line each, appended and synced before
/// the certificate is handed out. Not thread safe.
/// </summary>
internal sealed class IssuedCertificateIndex
{
    /// <summary>Certificates of one authority, at most; then it is time for a new authority.</summary>
    internal const int CountMax = 100_000;

    private readonly List<IssuedCertificate> _entries = [];
    private readonly Dictionary<(string Name, bool IsTls), IssuedCertificate> _latest = [];
    private string? _path;

    internal IReadOnlyList<IssuedCertificate> Entries => _entries;

    /// <summary>The newest certificate of a name, for signing or for TLS; null when there is none.</summary>
    internal IssuedCertificate? FindLatest(string name, bool isTls) => _latest.GetValueOrDefault((name, isTls));

    /// <exception cref="IOException">The line did not reach the disk.</exception>
    internal void Append(IssuedCertificate issued)
    {
        if (_path is not null)
        {
            using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
            file.Write(Encoding.ASCII.GetBytes(issued.ToLine()));
            file.Flush(flushToDisk: true);
        }

        Remember(issued);
    }

    /// <summary>Writes everything to the file and appends to it from now on.</summary>
    internal void Save(string path)
    {
        var text = new StringBuilder();
        foreach (var entry in _entries)
        {
            text.Append(entry.ToLine());
        }

        AtomicFile.WritePublic(path, Encoding.ASCII.GetBytes(text.ToString()));
        _path = path;
    }

    /// <summary>Reads the file and appends to it from now on.</summary>
    /// <exception cref="IdentityException">The file is missing or a complete line of it is damaged.</exception>
    internal static IssuedCertificateIndex Load(string path)
    {
        var index = new IssuedCertificateIndex();
        var text = ReadAll(path);
        var end = text.LastIndexOf('\n') + 1;
        foreach (var line in text[..end].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!IssuedCertificate.TryParseLine(line, out var issued))
            {
                throw new IdentityException($"{path} is damaged in line {index._entries.Count + 1}.");
            }

            index.Remember(issued);
        }

        // A last line without its end was torn by a crash: its certificate was never handed out.
        if (end < text.Length)
        {
            index.Save(path);
        }

        index._path = path;
        return index;
    }

    private static string ReadAll(string path)
    {
        try
        {
            return File.ReadAllText(path, Encoding.ASCII);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IdentityException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    private void Remember(IssuedCertificate issued)
    {
        _entries.Add(issued);
        _latest[(issued.Name, issued.IsTls)] = issued;
    }
}
