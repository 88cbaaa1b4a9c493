using Ledger.Cli.Report.Records;

namespace Ledger.Cli.Report.Origins;

/// <summary>A certificate and its past. Immutable.</summary>
/// <param name="Entry">The certificate.</param>
/// <param name="WasPassed">
/// Whether it has changed hands since it was issued: a part that was split off always has; a whole one shows it in its history
/// only, where that is kept.
/// </param>
internal sealed record OriginCertificate(CertificateEntry Entry, bool WasPassed);
