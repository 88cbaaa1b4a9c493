using Ledger.Cli.Network;
using Ledger.Client;

namespace Ledger.EndToEnd.Tests;

/// <summary>A transaction that was executed is refused by every node, however often its bytes come again.</summary>
[Collection(DemoCollection.Name)]
public sealed class ReplayTests(DemoNetwork network)
{
    [Fact]
    public async Task A_signed_transaction_is_executed_once()
    {
        const string Payer = "cell1/home-01";
        const string Payee = "cell2/home-02";
        var cancellation = TestContext.Current.CancellationToken;
        var local = LocalNetwork.Load(network.Directory);
        await using var payer = local.Connect(Payer);
        var call = new CallArguments().Text(Payee).Long(3).Text("once").Call("wallet", "transfer");
        var transaction = await payer.Client.SignAsync([call], atomic: true, cancellation);

        var receipt = (await payer.Client.SubmitAsync(transaction, cancellation)).EnsureOk();
        await payer.Client.ConfirmAsync(receipt, cancellation);
        var after = await BalanceAsync(payer, Payee);

        foreach (var node in local.Nodes)
        {
            await using var connection = local.Connect(Payer, node.Name);
            await connection.Client.GetReceiptAsync(transaction.Id, cancellation);
            var refused = await Assert.ThrowsAsync<LedgerException>(
                () => connection.Client.SubmitAsync(transaction, cancellation));
            Assert.Equal(LedgerError.Duplicate, refused.Code);
        }

        Assert.Equal(after, await BalanceAsync(payer, Payee));
    }

    private static async Task<long> BalanceAsync(DeviceConnection connection, string account)
    {
        var call = new CallArguments().Text(account).Call("wallet", "balance");
        var answer = await connection.Client.CallAsync(
            call.Contract, call.Function, call.Arguments, TestContext.Current.CancellationToken);
        return answer.Read().Long();
    }
}
