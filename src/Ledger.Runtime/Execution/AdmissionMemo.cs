using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// Asks the authority about certificates and keeps the last answer: an enrolment needs it twice, once to know who
/// signed and once to execute. Belongs to one block's time; not thread safe.
/// </summary>
internal sealed class AdmissionMemo
{
    private readonly IAccountAuthority _authority;
    private readonly ulong _timeMilliseconds;
    private byte[] _certificate = [];
    private AccountAdmission? _answer;

    public AdmissionMemo(IAccountAuthority authority, ulong timeMilliseconds)
    {
        _authority = authority;
        _timeMilliseconds = timeMilliseconds;
    }

    /// <summary>The check of signatures that contracts ask for.</summary>
    public IEd25519Verifier Signatures => _authority.Signatures;

    /// <summary>The authority's answer; a record that breaks the rules of the format is refused.</summary>
    public AccountAdmission Admit(ReadOnlySpan<byte> certificate)
    {
        if (_answer == null || !certificate.SequenceEqual(_certificate))
        {
            var answer = _authority.Admit(certificate, _timeMilliseconds);
            _answer = answer.Account?.FirstFlaw() is { } flaw ? new AccountAdmission(null, flaw) : answer;
            _certificate = certificate.ToArray();
        }

        return _answer;
    }
}
