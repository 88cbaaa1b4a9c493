using Ledger.Chaincode;

namespace Ledger.Contracts.Registry;

/// <content>Keys with which meters sign readings that others bring (L12).</content>
public sealed partial class RegistryContract
{
    private const int KeySize = 32;

    /// <summary>
    /// Binds an Ed25519 key (32 bytes) to the meter of the caller's certificate, which must be registered for the caller;
    /// a later one replaces it.
    /// </summary>
    [Function]
    [Requires("role", Roles.Meter)]
    [Requires("meterId")]
    public void RegisterMeterKey(CallContext context, byte[] publicKey)
    {
        var meterId = context.Caller.Attribute("meterId") ?? "";
        context.Require(publicKey.Length == KeySize, "a key has 32 bytes");
        if (NameOf(context, "meterAccount", meterId) != context.Caller.Account)
        {
            context.Deny("meter " + meterId + " is not registered for the caller");
        }

        context.State.Put(KeyOf(meterId), publicKey);
    }

    /// <summary>The key of a meter; empty when it has none.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public byte[] MeterKey(CallContext context, string meterId) =>
        context.State.Get(KeyOf(meterId)) ?? new byte[0];

    private static StateKey KeyOf(string meterId) => StateKey.Of("meterKey").And(meterId);
}
