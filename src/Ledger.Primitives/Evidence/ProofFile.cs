using System.Text.Json;

namespace Ledger.Primitives;

/// <summary>
/// Proofs as files: JSON whose byte strings are the exact bytes of the ledger's layouts, in hexadecimal digits
/// (docs/protocol.md, "Proof files"). Pure; thread safe.
/// </summary>
public static class ProofFile
{
    /// <summary>Format of a transaction's proof.</summary>
    public const string TransactionFormat = "ledger-receipt/1";

    /// <summary>Format of a state value's proof.</summary>
    public const string ValueFormat = "ledger-value/1";

    /// <summary>Largest file that is looked at, in bytes: the largest receipt and the longest way from genesis.</summary>
    public const int SizeMax = 48 * 1024 * 1024;

    private const int ReceiptSizeMax = 12 * 1024 * 1024;
    private const int CertificateSizeMax = 16 + (66 * Membership.ValidatorsMax);
    private const int EpochSizeMax = 512 + CertificateSizeMax + (Membership.ValidatorsMax * (48 + (2 * Membership.NameSizeMax)));

    /// <summary>The file's bytes, UTF-8.</summary>
    public static byte[] Encode(LedgerProof proof) => proof switch
    {
        TransactionProof transaction => JsonSerializer.SerializeToUtf8Bytes(
            ToDocument(transaction), ProofJson.Default.TransactionProofDocument),
        ValueProof value => JsonSerializer.SerializeToUtf8Bytes(ToDocument(value), ProofJson.Default.ValueProofDocument),
        _ => throw new ArgumentException("a proof of another kind", nameof(proof)),
    };

    /// <summary>Reads a file that nobody has vouched for; what it says is not checked here.</summary>
    /// <returns>Null, with the reason in one line, when it is not exactly one well-formed proof.</returns>
    public static LedgerProof? TryDecode(ReadOnlySpan<byte> file, out string flaw)
    {
        if (file.Length > SizeMax)
        {
            flaw = $"it has {file.Length} bytes; a proof has at most {SizeMax}";
            return null;
        }

        try
        {
            LedgerProof? proof = FormatOf(file) switch
            {
                TransactionFormat => FromDocument(JsonSerializer.Deserialize(file, ProofJson.Default.TransactionProofDocument)!),
                ValueFormat => FromDocument(JsonSerializer.Deserialize(file, ProofJson.Default.ValueProofDocument)!),
                _ => throw new FormatException($"its format is neither {TransactionFormat} nor {ValueFormat}"),
            };
            flaw = "";
            return proof;
        }
        catch (FormatException e)
        {
            flaw = e.Message;
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Text that is no UTF-16, such as half a surrogate pair, is an invalid operation to the reader.
            flaw = $"it is not a proof in JSON: {e.Message.ReplaceLineEndings(" ")}";
            return null;
        }
    }

    private static string? FormatOf(ReadOnlySpan<byte> file)
    {
        var reader = new Utf8JsonReader(file);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("format"))
            {
                return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }
        }

        return null;
    }

    private static TransactionProofDocument ToDocument(TransactionProof proof) => new()
    {
        Format = TransactionFormat,
        ChainId = proof.ChainId.ToString(),
        Transaction = Convert.ToHexStringLower(proof.Transaction.Encoded.Span),
        Receipt = Convert.ToHexStringLower(proof.ReceiptBytes.Span),
        Index = proof.Index,
        TransactionPath = Hex(proof.TransactionPath),
        ReceiptPath = Hex(proof.ReceiptPath),
        Header = Convert.ToHexStringLower(proof.At.Header.Encode()),
        Certificate = Hex(proof.At.Certificate),
        Epochs = [.. proof.At.Epochs.Select(e => Convert.ToHexStringLower(e.Encode()))],
    };

    private static ValueProofDocument ToDocument(ValueProof proof) => new()
    {
        Format = ValueFormat,
        ChainId = proof.ChainId.ToString(),
        Contract = proof.Contract,
        Key = Convert.ToHexStringLower(proof.Key.Span),
        Value = proof.Value == null ? null : Convert.ToHexStringLower(proof.Value),
        Siblings = Hex(proof.Path.Siblings),
        OtherLeafPath = proof.Path.OtherLeafPath?.ToString(),
        OtherLeafValueHash = proof.Path.OtherLeafPath == null ? null : proof.Path.OtherLeafValueHash.ToString(),
        Header = Convert.ToHexStringLower(proof.At.Header.Encode()),
        Certificate = Hex(proof.At.Certificate),
        Epochs = [.. proof.At.Epochs.Select(e => Convert.ToHexStringLower(e.Encode()))],
    };

    private static TransactionProof FromDocument(TransactionProofDocument document)
    {
        var receipt = Bytes(document.Receipt, ReceiptSizeMax, "receipt");
        return new TransactionProof(
            DigestOf(document.ChainId, "chainId"),
            HeaderOf(document),
            Transaction.TryDecode(Bytes(document.Transaction, Transaction.SizeMax, "transaction")) ?? throw Malformed("transaction"),
            Receipt.TryDecode(receipt) ?? throw Malformed("receipt"),
            receipt,
            document.Index is >= 0 and < Batch.TransactionsMax ? document.Index : throw Malformed("index"),
            Digests(document.TransactionPath, MerkleTree.PathLengthMax, "transactionPath"),
            Digests(document.ReceiptPath, MerkleTree.PathLengthMax, "receiptPath"));
    }

    private static ValueProof FromDocument(ValueProofDocument document)
    {
        var siblings = Digests(document.Siblings, StateTree.DepthMax, "siblings");
        if ((document.OtherLeafPath == null) != (document.OtherLeafValueHash == null))
        {
            throw Malformed("otherLeafValueHash");
        }

        var path = document.OtherLeafPath == null
            ? new StateProof(siblings, null, default)
            : new StateProof(
                siblings, DigestOf(document.OtherLeafPath, "otherLeafPath"),
                DigestOf(document.OtherLeafValueHash, "otherLeafValueHash"));
        return new ValueProof(
            DigestOf(document.ChainId, "chainId"),
            HeaderOf(document),
            document.Contract,
            Bytes(document.Key, IStateView.KeySizeMax, "key"),
            document.Value == null ? null : Bytes(document.Value, IStateView.ValueSizeMax, "value"),
            path);
    }

    private static HeaderProof HeaderOf(ProofDocument document)
    {
        if (document.Epochs.Count > HeaderProof.EpochsMax)
        {
            throw new FormatException($"'epochs' lists {document.Epochs.Count}; at most {HeaderProof.EpochsMax} are looked at");
        }

        var header = BlockHeader.TryDecode(Bytes(document.Header, BlockHeader.Size, "header")) ?? throw Malformed("header");
        var reader = new CanonicalReader(Bytes(document.Certificate, CertificateSizeMax, "certificate"));
        var certificate = CommitCertificate.Decode(ref reader);
        if (!reader.IsComplete)
        {
            throw Malformed("certificate");
        }

        var epochs = new EpochHeader[document.Epochs.Count];
        for (var i = 0; i < epochs.Length; i++)
        {
            epochs[i] = EpochHeader.TryDecode(Bytes(document.Epochs[i], EpochSizeMax, "epochs")) ?? throw Malformed("epochs");
        }

        return new HeaderProof(header, certificate, epochs);
    }

    private static string[] Hex(IReadOnlyList<Digest> digests) => [.. digests.Select(d => d.ToString())];

    private static string Hex(CommitCertificate certificate)
    {
        var writer = new CanonicalWriter(CertificateSizeMax);
        certificate.Encode(writer);
        return Convert.ToHexStringLower(writer.WrittenSpan);
    }

    private static Digest[] Digests(IReadOnlyList<string?> texts, int countMax, string name)
    {
        if (texts.Count > countMax)
        {
            throw new FormatException($"'{name}' lists {texts.Count} hashes; a path has at most {countMax}");
        }

        return [.. texts.Select(t => DigestOf(t, name))];
    }

    private static Digest DigestOf(string? text, string name) =>
        text != null && Digest.TryParse(text, out var digest) ? digest : throw Malformed(name);

    private static byte[] Bytes(string? text, int sizeMax, string name)
    {
        if (text == null || text.Length % 2 != 0 || text.Length / 2 > sizeMax)
        {
            throw Malformed(name);
        }

        var bytes = new byte[text.Length / 2];
        return Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done
            ? bytes
            : throw Malformed(name);
    }

    private static FormatException Malformed(string name) => new($"what stands under '{name}' is malformed");
}
