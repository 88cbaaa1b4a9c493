using Ledger.Cli.Network;
using Ledger.Client;
using Ledger.Identity;
using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Cli.MarketDay;

/// <summary>
/// The shipped contracts in a local ledger: the package, checks, meter and limits of a node; only signatures and
/// consensus are missing. Whatever is refused ends the simulation. Not thread safe.
/// </summary>
internal sealed class DayLedger
{
    private readonly LocalLedger _ledger;

    /// <summary>An empty ledger with the contracts.</summary>
    /// <param name="firstSlot">Ledger time at the beginning, seconds since 1970-01-01 UTC.</param>
    public DayLedger(long firstSlot)
    {
        if (!File.Exists(ContractInstaller.ShippedPackage))
        {
            throw CommandException.Failed($"the contracts are missing from this build: {ContractInstaller.ShippedPackage}");
        }

        _ledger = new LocalLedger(new LocalLedgerOptions
        {
            Verifier = Ed25519.Instance,
            Packages = [File.ReadAllBytes(ContractInstaller.ShippedPackage)],
            TimeMilliseconds = (ulong)firstSlot * 1_000,
        });
    }

    /// <summary>The ledger, for those who read its state.</summary>
    public LocalLedger Ledger => _ledger;

    /// <summary>Gas of all calls so far.</summary>
    public ulong GasUsed { get; private set; }

    /// <summary>Calls so far.</summary>
    public long Calls { get; private set; }

    /// <summary>Moves ledger time on.</summary>
    public void SetTime(long seconds) =>
        _ledger.TimeMilliseconds = Math.Max(_ledger.TimeMilliseconds, (ulong)seconds * 1_000);

    /// <summary>Gives an account a certificate with these attributes.</summary>
    public void Enrol(string account, params (string Name, string Value)[] attributes) =>
        _ledger.Enrol(account, attributes);

    /// <summary>Executes calls, as many blocks as it takes, in order.</summary>
    /// <exception cref="CommandException">One was refused.</exception>
    public List<LedgerEvent> Run(IReadOnlyList<LocalTransaction> transactions)
    {
        var events = new List<LedgerEvent>();
        foreach (var some in transactions.Chunk(Batch.TransactionsMax))
        {
            var receipts = _ledger.SubmitBlock(some);
            for (var i = 0; i < some.Length; i++)
            {
                foreach (var call in receipts[i].Calls)
                {
                    if (call.Status != ReceiptStatus.Ok)
                    {
                        throw CommandException.Failed($"{some[i].Account} was refused: {call.Message}");
                    }

                    GasUsed += call.GasUsed;
                    Calls++;
                    events.AddRange(call.Events);
                }
            }
        }

        return events;
    }

    /// <summary>Asks a read-only function.</summary>
    /// <exception cref="CommandException">It was refused.</exception>
    public byte[] Ask(string account, ContractCall call)
    {
        var result = _ledger.Query(account, call);
        return result.Status == ReceiptStatus.Ok
            ? result.Result.ToArray()
            : throw CommandException.Failed($"{account} was refused: {result.Message}");
    }

    /// <summary>Asks for a number.</summary>
    public long AskLong(string account, ContractCall call) => new ResultReader(Ask(account, call)).Long();

    /// <summary>Asks for a list of numbers.</summary>
    public long[] AskLongs(string account, ContractCall call) => new ResultReader(Ask(account, call)).Longs();
}
