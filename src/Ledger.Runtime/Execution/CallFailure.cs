using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>Why a call did not end well.</summary>
/// <param name="Status">Never Ok.</param>
/// <param name="Message">Cut to what a receipt holds when it gets there.</param>
internal sealed record CallFailure(ReceiptStatus Status, string Message);
