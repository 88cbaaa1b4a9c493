namespace Ledger.Grpc.Tests;

/// <summary>What a handler saw of its call.</summary>
internal sealed record CallFacts(
    string Method, string Host, string Peer, DateTime Deadline, string? CertificateSubject);
