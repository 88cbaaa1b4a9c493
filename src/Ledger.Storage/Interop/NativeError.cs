using System.Runtime.InteropServices;

namespace Ledger.Storage.Interop;

/// <summary>
/// Turns RocksDB's error strings into exceptions. Each call that takes an error pointer is followed by a look at it.
/// </summary>
internal static class NativeError
{
    /// <summary>Throws when the pointer is set; frees the string.</summary>
    /// <exception cref="StorageException">Always when <paramref name="error"/> is not zero.</exception>
    public static void ThrowIfSet(nint error, string doing)
    {
        if (error != 0)
        {
            throw Take(error, doing);
        }
    }

    /// <summary>The exception for a set pointer; frees the string.</summary>
    public static StorageException Take(nint error, string doing)
    {
        var text = Marshal.PtrToStringUTF8(error) ?? "";
        NativeMethods.rocksdb_free(error);
        var failure = Classify(text);
        return failure == StorageFailure.DiskFull
            ? new StorageException(failure, $"The disk is full: RocksDB failed while {doing}: {text}")
            : new StorageException(failure, $"RocksDB failed while {doing}: {text}");
    }

    private static StorageFailure Classify(string text)
    {
        if (text.Contains("lock file", StringComparison.OrdinalIgnoreCase) ||
            text.Contains("lock hold", StringComparison.OrdinalIgnoreCase))
        {
            return StorageFailure.Locked;
        }

        if (text.Contains("No space left", StringComparison.OrdinalIgnoreCase) ||
            text.Contains("quota exceeded", StringComparison.OrdinalIgnoreCase))
        {
            return StorageFailure.DiskFull;
        }

        return text.StartsWith("Corruption", StringComparison.Ordinal)
            ? StorageFailure.Damaged
            : StorageFailure.InputOutput;
    }
}
