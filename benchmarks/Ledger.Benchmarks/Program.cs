using BenchmarkDotNet.Running;

namespace Ledger.Benchmarks;

/// <summary>
/// Cost of one call of what every transaction passes through. Run with
/// <c>dotnet run -c Release --project benchmarks/Ledger.Benchmarks -- --filter '*'</c>.
/// </summary>
internal static class Program
{
    private static void Main(string[] arguments) =>
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments);
}
