using System.Globalization;
using BenchmarkDotNet.Running;
using Ledger.Benchmarks.Chaincode;
using Ledger.Benchmarks.Market;
using Ledger.Benchmarks.Storage;

namespace Ledger.Benchmarks;

/// <summary>
/// Cost of one call of what every transaction passes through. Run with
/// <c>dotnet run -c Release --project benchmarks/Ledger.Benchmarks -- --filter '*'</c>; the store under steady
/// load with <c>-- soak-storage KEYS SECONDS</c>; gas against time with <c>-- gas</c>, calls through the executor with
/// <c>-- calls</c>, clearing of 10,000 orders with <c>-- markets MECHANISM,MECHANISM</c>.
/// </summary>
internal static class Program
{
    private static void Main(string[] arguments)
    {
        if (arguments is [StoreSoak.Argument, var keys, var seconds, .. { Length: <= 1 } nodes])
        {
            StoreSoak.Run(
                int.Parse(keys, CultureInfo.InvariantCulture), int.Parse(seconds, CultureInfo.InvariantCulture),
                nodes is [var megabytes] ? int.Parse(megabytes, CultureInfo.InvariantCulture) : null);
            return;
        }

        if (arguments is [GasTable.Argument])
        {
            GasTable.Run();
            return;
        }

        if (arguments is [CallTable.Argument])
        {
            CallTable.Run();
            return;
        }

        if (arguments is [MarketTable.Argument, var mechanisms])
        {
            MarketTable.Run(mechanisms);
            return;
        }

        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments);
    }
}
