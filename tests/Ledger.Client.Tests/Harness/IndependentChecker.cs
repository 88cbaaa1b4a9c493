using System.ComponentModel;
using System.Diagnostics;

namespace Ledger.Client.Tests.Harness;

/// <summary>tests/interop/check_proof.py: another language and no line of this code.</summary>
internal static class IndependentChecker
{
    public static string RepositoryRoot { get; } = FindRoot();

    public static string Vectors { get; } = Path.Combine(RepositoryRoot, "tests", "vectors", "proofs");

    /// <summary>Exit status and one line for each file; skips the test where Python or libsodium is missing.</summary>
    public static (int Status, string[] Lines) Run(string genesis, params IEnumerable<string> files)
    {
        var script = Path.Combine(RepositoryRoot, "tests", "interop", "check_proof.py");
        const string Probe = "import ctypes, ctypes.util; ctypes.CDLL(ctypes.util.find_library('sodium') or 'libsodium.so.23')";
        Assert.SkipUnless(Start("-c", Probe) is (0, _), "python3 or libsodium is not installed");
        var (status, output) = Start(["-B", script, genesis, .. files])!.Value;
        return (status, output.TrimEnd('\n').Split('\n'));
    }

    private static (int Status, string Output)? Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(FakeNode.Bound))
            {
                process.Kill();
                Assert.Fail($"the checker did not end within {FakeNode.Bound.TotalSeconds} s");
            }

            process.WaitForExit();
            return (process.ExitCode, output.Result + errors.Result);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder != null && !File.Exists(Path.Combine(folder.FullName, "Ledger.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
