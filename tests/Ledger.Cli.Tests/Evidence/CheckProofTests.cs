namespace Ledger.Cli.Tests.Evidence;

/// <summary>What the commands about proofs say, and that each failure is one clear line.</summary>
public sealed class CheckProofTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-proofs-").FullName;

    private static string Vectors { get; } = Path.Combine(FindRoot(), "tests", "vectors", "proofs");

    private static string Genesis => Path.Combine(Vectors, "genesis.json");

    [Fact]
    public async Task AReceiptSaysWhoCalledWhatWithWhichResult()
    {
        var run = (await Run.OfAsync("check-proof", Path.Combine(Vectors, "receipt.json"), "--genesis", Genesis)).IsOk();

        foreach (var words in new[]
                 {
                     "This transaction is on the ledger.", "cell1/home-1", "wallet.transfer 0101", "market.bid",
                     "Rejected: the slot is closed", "wallet.transferred 0908", "2023-11-14 22:14:00.000 UTC",
                     "4 of 5 validators in view 4, to whom genesis leads by 1 changes of members",
                 })
        {
            Assert.Contains(words, run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AValueOrItsAbsenceIsSaid()
    {
        var value = (await Run.OfAsync("check-proof", Path.Combine(Vectors, "value.json"), "--genesis", Genesis)).IsOk();
        Assert.Contains("1027000000000000", value.Output, StringComparison.Ordinal);
        Assert.Contains("account.cell1/home-1.", value.Output, StringComparison.Ordinal);
        var absent = (await Run.OfAsync("check-proof", Path.Combine(Vectors, "absent-empty.json"), "--genesis", Genesis)).IsOk();
        Assert.Contains("absent", absent.Output, StringComparison.Ordinal);
        var json = (await Run.OfAsync("check-proof", Path.Combine(Vectors, "value.json"), "--genesis", Genesis, "--json")).IsOk();
        Assert.Equal(("1027000000000000", 40UL), ((string?)json.Json["value"], (ulong)json.Json["height"]!));
    }

    [Fact]
    public async Task EachFailureIsOneLine()
    {
        var receipt = Path.Combine(Vectors, "receipt.json");
        var forged = Path.Combine(_folder, "forged.json");
        await File.WriteAllTextAsync(
            forged, (await File.ReadAllTextAsync(receipt)).Replace("\"index\": 1", "\"index\": 2", StringComparison.Ordinal));
        var foreign = Path.Combine(_folder, "foreign.json");
        await File.WriteAllTextAsync(
            foreign, (await File.ReadAllTextAsync(Genesis)).Replace("sample", "simple", StringComparison.Ordinal));
        var missing = Path.Combine(_folder, "missing.json");

        (await Run.OfAsync("check-proof", forged, "--genesis", Genesis)).FailsWith(1, "not at place 2 of block 40");
        (await Run.OfAsync("check-proof", receipt, "--genesis", foreign)).FailsWith(1, "the genesis file of chain");
        (await Run.OfAsync("check-proof", Genesis, "--genesis", Genesis)).FailsWith(1, "proves nothing: its format");
        (await Run.OfAsync("check-proof", missing, "--genesis", Genesis)).FailsWith(2, "cannot be read");
        (await Run.OfAsync("check-proof", _folder, "--genesis", Genesis)).FailsWith(2, "cannot be read");
        (await Run.OfAsync("check-proof", receipt, "--genesis", receipt)).FailsWith(2, "genesis file is not valid");
        (await Run.OfAsync("check-proof", receipt)).FailsWith(2, "--genesis");
        (await Run.OfAsync("prove", "tx", "abc", "--data", _folder)).FailsWith(2, "64 hexadecimal digits");
        (await Run.OfAsync("prove", "tx", new string('a', 64), "--data", _folder)).FailsWith(2, "holds no ledger");
        (await Run.OfAsync("prove", "state", "wallet", "hex:zz")).FailsWith(2, "hexadecimal digits");
        (await Run.OfAsync("history", "wallet", "long:x")).FailsWith(2, "whole number");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

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
