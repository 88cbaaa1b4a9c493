namespace Ledger.Runtime;

/// <summary>
/// Ends a check at the first broken rule. It never leaves the checker: <see cref="PackageChecker"/> turns it into a verdict.
/// </summary>
internal sealed class RefusalException : Exception
{
    public RefusalException(string rule, string sentence)
        : base(sentence)
    {
        Rule = rule;
    }

    public string Rule { get; }
}
