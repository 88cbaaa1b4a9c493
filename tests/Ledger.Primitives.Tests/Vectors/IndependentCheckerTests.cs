using System.ComponentModel;
using System.Diagnostics;

namespace Ledger.Primitives.Tests;

/// <summary>Another language, another author's library: Python recomputes every vector from the document's layouts.</summary>
public sealed class IndependentCheckerTests
{
    private static readonly TimeSpan CheckerTimeout = TimeSpan.FromSeconds(60);

    [Fact]
    public void PythonAgreesWithEveryVector()
    {
        var (status, output) = Run(Path.Combine(Repository.Vectors, "check_vectors.py"));
        Assert.True(status == 0, output);
        Assert.EndsWith("vectors agree", output.TrimEnd());
    }

    [Fact]
    public void PythonSeesOneWrongDigit()
    {
        var copy = Directory.CreateTempSubdirectory("vectors");
        try
        {
            foreach (var file in Directory.GetFiles(Repository.Vectors))
            {
                File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
            }

            var batch = Path.Combine(copy.FullName, "batch.json");
            var text = File.ReadAllText(batch);
            var at = text.LastIndexOf("\"digest\": \"", StringComparison.Ordinal) + 11;
            File.WriteAllText(batch, text[..at] + (text[at] == '0' ? '1' : '0') + text[(at + 1)..]);
            var (status, output) = Run(Path.Combine(copy.FullName, "check_vectors.py"));
            Assert.Equal(1, status);
            Assert.Contains("batch.json: three transactions: differs in digest", output);
        }
        finally
        {
            copy.Delete(true);
        }
    }

    private static (int Status, string Output) Run(string script)
    {
        var start = new ProcessStartInfo("python3", ["-B", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(CheckerTimeout))
            {
                process.Kill();
                Assert.Fail($"the checker did not end within {CheckerTimeout.TotalSeconds} s");
            }

            process.WaitForExit();
            return (process.ExitCode, output.Result + errors.Result);
        }
        catch (Win32Exception)
        {
            Assert.Skip("python3 is not installed");
            throw;
        }
    }
}
