using System.Reflection;
using System.Runtime.InteropServices;

namespace Ledger.Identity.Interop;

/// <summary>Finds libsodium, initialises it and checks its version and constants, once for each process.</summary>
internal static class LibsodiumLoader
{
    // 1.0.18 calls itself 10.3. Older releases differ in which odd keys they accept, and replicas must never differ.
    private const int VersionMajorMin = 10;
    private const int VersionMinorMin = 3;

    // What is tested comes first, then newer majors, then whatever the system calls current.
    private static readonly string[] Candidates =
    [
        "libsodium.so.23",
        "libsodium.so.26",
        "libsodium.so",
        "libsodium.dylib",
        "/opt/homebrew/lib/libsodium.dylib",
        "/usr/local/lib/libsodium.dylib",
        "libsodium.dll",
    ];

    // Kept as a value: an exception out of a type initialiser would hide the message inside another exception.
    private static readonly string? Failure = Start();

    /// <summary>Returns when libsodium can be called. Thread safe; costs a field read after the first call.</summary>
    /// <exception cref="DllNotFoundException">
    /// The library is missing or too old; the message says what to install.
    /// </exception>
    internal static void EnsureReady()
    {
        if (Failure is not null)
        {
            throw new DllNotFoundException(Failure);
        }
    }

    /// <summary>The one message for every way in which the library can be unusable.</summary>
    internal static string Explain(string cause) =>
        $"libsodium, which makes and checks signatures, {cause}. Install it: Debian or Ubuntu: libsodium23; " +
        "Fedora: libsodium; macOS: brew install libsodium.";

    /// <summary>The first candidate that loads, or 0.</summary>
    internal static nint LoadFirst(ReadOnlySpan<string> candidates, Assembly assembly)
    {
        foreach (var candidate in candidates)
        {
            if (NativeLibrary.TryLoad(candidate, assembly, DllImportSearchPath.SafeDirectories, out var library))
            {
                return library;
            }
        }

        return 0;
    }

    /// <summary>Null when the numbers that the library reports suit us, otherwise what is wrong.</summary>
    internal static string? CheckVersion(int major, int minor) =>
        major > VersionMajorMin || (major == VersionMajorMin && minor >= VersionMinorMin)
            ? null
            : Explain($"is too old ({major}.{minor}, at least {VersionMajorMin}.{VersionMinorMin} = 1.0.18 is needed)");

    private static string? Start()
    {
        var assembly = typeof(LibsodiumLoader).Assembly;
        var library = LoadFirst(Candidates, assembly);
        if (library == 0)
        {
            return Explain("is not installed");
        }

        NativeLibrary.SetDllImportResolver(assembly, (name, _, _) => name == Libsodium.Library ? library : 0);
        if (Libsodium.sodium_init() < 0)
        {
            return Explain("could not be initialised");
        }

        var sizesMatch = Libsodium.crypto_sign_ed25519_bytes() == Libsodium.SignatureSize
            && Libsodium.crypto_sign_ed25519_publickeybytes() == Libsodium.PublicKeySize
            && Libsodium.crypto_sign_ed25519_secretkeybytes() == Libsodium.SecretKeySize;
        return sizesMatch
            ? CheckVersion(Libsodium.sodium_library_version_major(), Libsodium.sodium_library_version_minor())
            : Explain("has other key sizes than Ed25519");
    }
}
