using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>Who signs: the rules that bind an account to its key at a moment of ledger time.</summary>
public sealed partial class BatchExecutor
{
    /// <summary>
    /// Checks a transaction at a node's door: everything that can be said without executing it. Costs a few lookups,
    /// and one certificate check for an enrolment.
    /// </summary>
    /// <param name="next">The block that would hold it at the earliest.</param>
    /// <param name="state">The state before that block.</param>
    /// <param name="transaction">Its signature has been verified.</param>
    public AdmissionCheck Check(BlockContext next, IStateView state, Transaction transaction)
    {
        var body = transaction.Body;
        if (body.ValidUntil - body.ValidFrom > _options.ValidityWindowMax)
        {
            return new AdmissionCheck(
                ReceiptStatus.OutsideWindow, $"the validity window is longer than {_options.ValidityWindowMax} blocks");
        }

        if (!IsInWindow(next, body))
        {
            return new AdmissionCheck(
                ReceiptStatus.OutsideWindow,
                $"height {next.Height} is outside the validity window {body.ValidFrom} to {body.ValidUntil}");
        }

        var session = Open(next, state, next.Height);
        var failure = Authenticate(session, body, out var account);
        if (failure == null)
        {
            session.BeginTransaction(account!, transaction.Id, 0);
            for (var i = 0; i < body.Calls.Count && failure == null; i++)
            {
                failure = session.Check(body.Calls[i]);
            }
        }

        return failure == null
            ? AdmissionCheck.Admitted
            : new AdmissionCheck(failure.Status, MessageText.Cut(failure.Message));
    }

    private CallFailure? Authenticate(CallSession session, TransactionBody body, out AccountRecord? account)
    {
        var failure = Find(session, body.Account, body, out account);
        if (failure == null || EnrolmentOf(session, body) is not { } admission)
        {
            return failure;
        }

        // The account signs with the key of the very certificate that it brings.
        if (admission.Account is not { } brought)
        {
            return new CallFailure(ReceiptStatus.Unauthenticated, admission.Reason);
        }

        if (brought.Name != body.Account || !body.PublicKey.Span.SequenceEqual(brought.PublicKey))
        {
            return failure;
        }

        var stored = session.Overlay.Get(AccountRecord.KeyOf(body.Account));
        var current = stored == null ? null : _accounts.Decode(body.Account, stored);
        if (IdentityContract.Obstacle(current, brought) is { } obstacle)
        {
            return new CallFailure(ReceiptStatus.Unauthenticated, obstacle);
        }

        account = brought;
        return null;
    }

    // The authority's answer for a transaction whose only call enrols a certificate; null for every other one.
    private static AccountAdmission? EnrolmentOf(CallSession session, TransactionBody body)
    {
        if (body.Calls.Count != 1 ||
            body.Calls[0] is not { Contract: SystemKeys.Identity, Function: IdentityContract.Enrol } call)
        {
            return null;
        }

        var reader = new CanonicalReader(call.Arguments.Span);
        var certificate = reader.Bytes();
        return reader.IsComplete ? session.Admissions.Admit(certificate) : null;
    }

    private CallFailure? Find(CallSession session, string name, TransactionBody? signed, out AccountRecord? account)
    {
        account = null;
        var stored = name.Length is 0 or > TransactionBody.AccountSizeMax
            ? null
            : session.Overlay.Get(AccountRecord.KeyOf(name));
        if (stored == null)
        {
            return Unauthenticated($"account {name} is not enrolled");
        }

        account = _accounts.Decode(name, stored);
        if (account.Revoked)
        {
            return Unauthenticated($"{name} is revoked");
        }

        if (signed != null && !signed.PublicKey.Span.SequenceEqual(account.PublicKey))
        {
            return Unauthenticated($"the key is not the current one of {name}");
        }

        var time = session.Block.TimeMilliseconds;
        return time < account.NotBeforeMilliseconds ? Unauthenticated($"the certificate of {name} is not valid yet")
            : time > account.NotAfterMilliseconds ? Unauthenticated($"the certificate of {name} has expired")
            : null;
    }

    private static CallFailure Unauthenticated(string message) => new(ReceiptStatus.Unauthenticated, message);
}
