using System.Text;
using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// <c>identity</c>: which certificate, and so which key and attributes, each account has now (L2). The authority that
/// issues the certificates is the member organisation's own; this contract only follows it.
/// <list type="bullet">
/// <item><c>enrol(byte[] certificate)</c>: enrols a new account, renews its certificate or rotates its key. Called by
/// the account itself (also when it is not enrolled yet, as the only call of its transaction) or by an administrator of
/// its organisation. A certificate never replaces one that became valid later, and after a revocation only one that
/// becomes valid later than that counts.</item>
/// <item><c>revoke(string account)</c>: an administrator of the same organisation takes an account's rights
/// away.</item>
/// <item><c>account(string account)</c>, read-only: the encoded <see cref="AccountRecord"/>.</item>
/// </list>
/// Events: <c>enrolled</c> and <c>revoked</c>, data: account text.
/// </summary>
internal sealed class IdentityContract : ISystemContract
{
    /// <summary>Name of the function that an account not yet enrolled may call.</summary>
    public const string Enrol = "enrol";

    public string Name => SystemKeys.Identity;

    public IReadOnlyList<BoundFunction> Functions { get; } =
    [
        new(
            SystemContracts.Function(
                Enrol, FunctionAccess.Member, ValueKind.Void, false,
                new ParameterManifest("certificate", ValueKind.Bytes)),
            static (context, arguments, _) =>
            {
                var certificate = arguments.Bytes();
                return arguments.IsComplete && EnrolAccount((ContractCallContext)context, certificate);
            },
            fromTransactionOnly: true),
        new(
            SystemContracts.Function(
                "revoke", SystemContracts.Administrators, ValueKind.Void, false,
                new ParameterManifest("account", ValueKind.Text)),
            static (context, arguments, _) =>
            {
                var account = arguments.Text();
                return arguments.IsComplete && Revoke((ContractCallContext)context, account);
            },
            fromTransactionOnly: true),
        new(
            SystemContracts.Function(
                "account", FunctionAccess.Member, ValueKind.Bytes, true,
                new ParameterManifest("account", ValueKind.Text)),
            static (context, arguments, result) =>
            {
                var account = arguments.Text();
                if (!arguments.IsComplete)
                {
                    return false;
                }

                result.Bytes(Find(context, account).Encode());
                return true;
            }),
    ];

    /// <summary>
    /// Why a certificate's account may not take the place of the record that the ledger has, or
    /// null.
    /// </summary>
    public static string? Obstacle(AccountRecord? current, AccountRecord next)
    {
        if (current == null || current.CertificateDigest == next.CertificateDigest)
        {
            return current is { Revoked: true } ? $"the certificate of {next.Name} is revoked" : null;
        }

        if (current.Revoked && next.NotBeforeMilliseconds <= current.RevokedAtMilliseconds)
        {
            return $"{next.Name} was revoked after this certificate became valid";
        }

        return next.NotBeforeMilliseconds < current.NotBeforeMilliseconds
            ? $"{next.Name} has a certificate that became valid later than this one"
            : null;
    }

    private static bool EnrolAccount(ContractCallContext context, byte[] certificate)
    {
        var admission = context.Session.Admissions.Admit(certificate);
        if (admission.Account is not { } account)
        {
            context.Reject(admission.Reason);
            return true;
        }

        if (context.Caller.Account != account.Name &&
            (context.Caller.Attribute("role") != "admin" || context.Caller.Organisation != account.Organisation))
        {
            context.Deny(
                $"only {account.Name} itself or an administrator of {account.Organisation} enrols this certificate");
        }

        var key = Key(account.Name);
        var stored = context.State.Get(key);
        var current = stored == null ? null : Decode(account.Name, stored);
        if (Obstacle(current, account) is { } obstacle)
        {
            context.Reject(obstacle);
        }

        // Enrolling the current certificate again changes nothing, so that a client may simply repeat itself.
        if (current?.CertificateDigest != account.CertificateDigest)
        {
            context.State.Put(key, (account with { Revoked = false, RevokedAtMilliseconds = 0 }).Encode());
            context.Emit("enrolled", new RecordWriter().Text(account.Name).ToArray());
        }

        return true;
    }

    private static bool Revoke(ContractCallContext context, string name)
    {
        var account = Find(context, name);
        if (account.Organisation != context.Caller.Organisation)
        {
            context.Deny($"only an administrator of {account.Organisation} revokes {name}");
        }

        context.Require(!account.Revoked, $"{name} is revoked already");
        var revoked = account with { Revoked = true, RevokedAtMilliseconds = context.Session.Block.TimeMilliseconds };
        context.State.Put(Key(name), revoked.Encode());
        context.Emit("revoked", new RecordWriter().Text(name).ToArray());
        return true;
    }

    private static AccountRecord Find(CallContext context, string name)
    {
        if (name.Length is 0 or > TransactionBody.AccountSizeMax || context.State.Get(Key(name)) is not { } stored)
        {
            throw new ContractRejection("there is no such account");
        }

        return Decode(name, stored);
    }

    private static AccountRecord Decode(string name, byte[] stored) => AccountRecord.TryDecode(stored) ??
        throw new RuntimeInvariantException($"the state's record of account {name} is malformed");

    private static StateKey Key(string account) => StateKey.FromBytes(Encoding.UTF8.GetBytes(account));
}
