namespace Ledger.Primitives;

/// <summary>
/// What a client signs. Layout (docs/protocol.md, "Transaction"): version u8 = 1, chain id 32, account text, public key 32,
/// nonce u64, valid-from u64, valid-until u64, atomic bool, calls (count, then contract text, function text, arguments bytes).
/// </summary>
public sealed record TransactionBody
{
    /// <summary>The only version there is.</summary>
    public const byte Version = 1;

    /// <summary>Longest account name, <c>organisation/name</c>, in bytes.</summary>
    public const int AccountSizeMax = 64;

    /// <summary>Most calls under one signature.</summary>
    public const int CallsMax = 1024;

    /// <summary>The chain this is meant for.</summary>
    public required Digest ChainId { get; init; }

    /// <summary>Who acts, <c>organisation/name</c>.</summary>
    public required string Account { get; init; }

    /// <summary>The account's Ed25519 key, 32 bytes; execution checks that the ledger knows it as the account's current key.</summary>
    public required ReadOnlyMemory<byte> PublicKey { get; init; }

    /// <summary>Any number that makes an otherwise equal transaction another one.</summary>
    public required ulong Nonce { get; init; }

    /// <summary>First height at which it may be in a block.</summary>
    public required ulong ValidFrom { get; init; }

    /// <summary>Last height at which it may be in a block; at most the network's window behind <see cref="ValidFrom"/>.</summary>
    public required ulong ValidUntil { get; init; }

    /// <summary>Whether all calls stand or fall together; otherwise each has its own outcome.</summary>
    public bool Atomic { get; init; }

    /// <summary>1 to <see cref="CallsMax"/> calls, executed in order.</summary>
    public required IReadOnlyList<ContractCall> Calls { get; init; }

    /// <summary>The canonical bytes, which are signed and sent as they are.</summary>
    public byte[] Encode()
    {
        var writer = new CanonicalWriter()
            .U8(Version).Digest(ChainId).Text(Account).Raw(PublicKey.Span)
            .U64(Nonce).U64(ValidFrom).U64(ValidUntil).Bool(Atomic).Count(Calls.Count);
        foreach (var call in Calls)
        {
            writer.Text(call.Contract).Text(call.Function).Bytes(call.Arguments.Span);
        }

        return writer.ToArray();
    }

    /// <summary>Reads a body from bytes that nobody has vouched for; argument bytes are views into them.</summary>
    /// <returns>Null when the bytes are not exactly one well-formed body.</returns>
    public static TransactionBody? TryDecode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new CanonicalReader(bytes.Span);
        if (reader.U8() != Version)
        {
            return null;
        }

        var chainId = reader.Digest();
        var account = reader.Text(AccountSizeMax);
        var key = reader.Raw(32).ToArray();
        var nonce = reader.U64();
        var from = reader.U64();
        var until = reader.U64();
        var atomic = reader.Bool();
        var count = reader.Count(12, CallsMax);
        if (reader.Failed || count == 0 || account.Length == 0 || until < from)
        {
            return null;
        }

        var calls = new ContractCall[count];
        for (var i = 0; i < count; i++)
        {
            var contract = reader.Text(ContractCall.ContractSizeMax);
            var function = reader.Text(ContractCall.FunctionSizeMax);
            var arguments = reader.Bytes();
            if (contract.Length == 0 || function.Length == 0)
            {
                return null;
            }

            var end = bytes.Length - reader.Remaining;
            calls[i] = new ContractCall(contract, function, bytes.Slice(end - arguments.Length, arguments.Length));
        }

        return !reader.IsComplete
            ? null
            : new TransactionBody
            {
                ChainId = chainId, Account = account, PublicKey = key, Nonce = nonce,
                ValidFrom = from, ValidUntil = until, Atomic = atomic, Calls = calls,
            };
    }
}
