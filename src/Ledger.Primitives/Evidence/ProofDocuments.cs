using System.Text.Json.Serialization;

namespace Ledger.Primitives;

/// <summary>What both kinds of proof files have; bytes as hexadecimal digits.</summary>
internal abstract record ProofDocument
{
    public required string Format { get; init; }

    public required string ChainId { get; init; }

    public required string Header { get; init; }

    public required string Certificate { get; init; }

    public required IReadOnlyList<string?> Epochs { get; init; }
}

/// <summary>A transaction's proof as JSON.</summary>
internal sealed record TransactionProofDocument : ProofDocument
{
    public required string Transaction { get; init; }

    public required string Receipt { get; init; }

    public required int Index { get; init; }

    public required IReadOnlyList<string?> TransactionPath { get; init; }

    public required IReadOnlyList<string?> ReceiptPath { get; init; }
}

/// <summary>A value's proof as JSON.</summary>
internal sealed record ValueProofDocument : ProofDocument
{
    public required string Contract { get; init; }

    public required string Key { get; init; }

    public required string? Value { get; init; }

    public required IReadOnlyList<string?> Siblings { get; init; }

    public required string? OtherLeafPath { get; init; }

    public required string? OtherLeafValueHash { get; init; }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    MaxDepth = 4,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(TransactionProofDocument))]
[JsonSerializable(typeof(ValueProofDocument))]
internal sealed partial class ProofJson : JsonSerializerContext
{
}
