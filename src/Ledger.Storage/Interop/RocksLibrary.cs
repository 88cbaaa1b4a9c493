using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Ledger.Storage.Interop;

/// <summary>
/// Finds the native library: the version this was tried with first, then newer ones, then whatever has the plain name.
/// </summary>
internal static class RocksLibrary
{
    /// <summary>Logical name in the import declarations.</summary>
    public const string Name = "rocksdb";

    private static readonly Lazy<nint> Loaded = new(() =>
    {
        var library = Load(CandidateNames());
        NativeLibrary.SetDllImportResolver(
            typeof(RocksLibrary).Assembly,
            (name, _, _) => name == Name ? library : 0);
        return library;
    });

    /// <summary>Loads the library once for the process; every use of the native functions begins here.</summary>
    /// <exception cref="StorageException">It is not installed, or is not RocksDB's C API.</exception>
    public static void EnsureLoaded() => _ = Loaded.Value;

    /// <summary>File names to try, in order of preference.</summary>
    public static IReadOnlyList<string> CandidateNames()
    {
        var names = new List<string> { "librocksdb.so.7.8", "librocksdb.so.7.9", "librocksdb.so.7.10" };
        for (var major = 8; major <= 10; major++)
        {
            names.Add(string.Create(CultureInfo.InvariantCulture, $"librocksdb.so.{major}"));
            for (var minor = 0; minor <= 11; minor++)
            {
                names.Add(string.Create(CultureInfo.InvariantCulture, $"librocksdb.so.{major}.{minor}"));
            }
        }

        names.Add("librocksdb.so");
        names.Add("librocksdb.dylib");
        names.Add("/opt/homebrew/lib/librocksdb.dylib");
        names.Add("/usr/local/lib/librocksdb.dylib");
        return names;
    }

    /// <summary>The first candidate that loads and has the functions used here.</summary>
    /// <exception cref="StorageException">None does.</exception>
    public static nint Load(IReadOnlyList<string> candidates)
    {
        foreach (var name in candidates)
        {
            if (!NativeLibrary.TryLoad(name, out var library))
            {
                continue;
            }

            return FirstMissingFunction(library) is not { } missing
                ? library
                : throw new StorageException(
                    StorageFailure.LibraryMissing,
                    $"The RocksDB library {name} has no function {missing}; install version 7.8 or newer.");
        }

        throw new StorageException(
            StorageFailure.LibraryMissing,
            "The RocksDB library is not installed. " +
            "Debian and Ubuntu: apt-get install librocksdb7.8 (or librocksdb-dev); " +
            "Fedora: dnf install rocksdb; macOS: brew install rocksdb.");
    }

    private static string? FirstMissingFunction(nint library)
    {
        foreach (var method in typeof(NativeMethods).GetMethods(BindingFlags.Static | BindingFlags.NonPublic))
        {
            if (method.Name.StartsWith("rocksdb_", StringComparison.Ordinal) &&
                !NativeLibrary.TryGetExport(library, method.Name, out _))
            {
                return method.Name;
            }
        }

        return null;
    }
}
