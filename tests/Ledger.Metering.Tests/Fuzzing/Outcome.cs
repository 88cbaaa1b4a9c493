namespace Ledger.Metering.Tests;

/// <summary>How a program ended.</summary>
/// <param name="End">Empty, or what ended it: an exception's type or what ran out.</param>
/// <param name="Result">Its result.</param>
/// <param name="Gas">What it used.</param>
internal sealed record Outcome(string End, long Result, long Gas);
