using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// The last stage of inspection: what the other rules accept must also be possible to meter. Keeps the metered code of
/// the packages that it saw last, so that installing, approving and loading rewrite once. Thread safe.
/// </summary>
internal sealed class MeteringInspector : IPackageInspector
{
    private const int KeptMax = 8;

    private readonly IPackageInspector _rules;
    private readonly Func<ReadOnlyMemory<byte>, RuleSet, byte[]> _rewrite;
    private readonly Lock _lock = new();
    private readonly Queue<(Digest Hash, MeteredPackage Package)> _kept = new();

    public MeteringInspector(IPackageInspector rules)
        : this(rules, MeteringRewriter.Rewrite)
    {
    }

    /// <summary>With another rewriter: benchmarks run the same code without a meter.</summary>
    internal MeteringInspector(IPackageInspector rules, Func<ReadOnlyMemory<byte>, RuleSet, byte[]> rewrite)
    {
        _rules = rules;
        _rewrite = rewrite;
    }

    public int RulesVersion => _rules.RulesVersion;

    public PackageVerdict Inspect(ReadOnlyMemory<byte> assembly) => Judge(Digest.Of(assembly.Span), assembly).Verdict;

    /// <summary>The verdict and, for a package that may run, its metered code.</summary>
    public MeteredPackage Judge(Digest hash, ReadOnlyMemory<byte> assembly)
    {
        lock (_lock)
        {
            foreach (var (known, package) in _kept)
            {
                if (known == hash)
                {
                    return package;
                }
            }
        }

        var judged = Judge(assembly);
        lock (_lock)
        {
            _kept.Enqueue((hash, judged));
            if (_kept.Count > KeptMax)
            {
                _kept.Dequeue();
            }
        }

        return judged;
    }

    private MeteredPackage Judge(ReadOnlyMemory<byte> assembly)
    {
        var verdict = _rules.Inspect(assembly);
        if (verdict.Flaw != null)
        {
            return new MeteredPackage(verdict, null);
        }

        try
        {
            var metered = _rewrite(assembly, RuleSet.Current);
            return PackageChecker.CheckRewritten(metered) is { } flaw
                ? new MeteredPackage(PackageVerdict.Refuse(flaw), null)
                : new MeteredPackage(verdict, metered);
        }
        catch (MeteringException e)
        {
            return new MeteredPackage(PackageVerdict.Refuse("metering", null, e.Message), null);
        }
        catch (Exception e) when (e is not RuntimeInvariantException)
        {
            // The library that writes assemblies knows forms that the rules do not; the same bytes always end here.
            return new MeteredPackage(PackageVerdict.Refuse("metering", null, "the assembly cannot be rewritten"), null);
        }
    }
}
