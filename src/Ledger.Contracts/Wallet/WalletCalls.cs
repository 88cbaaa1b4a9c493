using Ledger.Chaincode;

namespace Ledger.Contracts.Wallet;

/// <summary>The wallet as other contracts see it: calls with typed results.</summary>
public static class WalletCalls
{
    /// <summary>Pays a positive amount whole, or rejects.</summary>
    public static void Pay(CallContext context, string from, string to, long amountNano, string cause) =>
        context.Call("wallet", "pay", Arguments(from, to, amountNano, cause));

    /// <summary>Pays as much of a positive amount as there is; returns it.</summary>
    public static long PayUpTo(CallContext context, string from, string to, long amountNano, string cause) =>
        new RecordReader(context.Call("wallet", "payUpTo", Arguments(from, to, amountNano, cause))).Long();

    /// <summary>The balance of an account in n¤.</summary>
    public static long Balance(CallContext context, string account) =>
        new RecordReader(context.Call("wallet", "balance", new RecordWriter().Text(account).ToArray())).Long();

    /// <summary>Takes a positive amount into the escrow of a contract, or rejects.</summary>
    public static void Hold(CallContext context, string from, string escrow, long amountNano, string cause) =>
        context.Call("wallet", "hold", Arguments(from, escrow, amountNano, cause));

    /// <summary>What an escrow holds, in n¤.</summary>
    public static long Escrowed(CallContext context, string escrow) =>
        new RecordReader(context.Call("wallet", "escrowed", new RecordWriter().Text(escrow).ToArray())).Long();

    /// <summary>Pays a positive amount out of an escrow, or rejects.</summary>
    public static void Release(CallContext context, string escrow, string to, long amountNano, string cause) =>
        context.Call("wallet", "release", Arguments(escrow, to, amountNano, cause));

    private static byte[] Arguments(string from, string to, long amountNano, string cause) =>
        new RecordWriter().Text(from).Text(to).Long(amountNano).Text(cause).ToArray();
}
