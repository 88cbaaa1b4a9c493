namespace Ledger.Runtime;

/// <summary>The functions as callers see them.</summary>
internal sealed partial class MembershipContract
{
    private static BoundFunction[] Describe() =>
    [
        new(
            SystemContracts.Function(
                "approve", SystemContracts.Administrators, ValueKind.Void, false,
                new ParameterManifest("proposal", ValueKind.Bytes)),
            static (context, arguments, _) =>
            {
                var proposal = arguments.Bytes();
                if (arguments.IsComplete)
                {
                    Approve((ContractCallContext)context, proposal);
                }

                return arguments.IsComplete;
            },
            fromTransactionOnly: true),
        new(
            SystemContracts.Function(
                "rotate", SystemContracts.Administrators, ValueKind.Void, false,
                new ParameterManifest("validator", ValueKind.Text),
                new ParameterManifest("publicKey", ValueKind.Bytes)),
            static (context, arguments, _) =>
            {
                var validator = arguments.Text();
                var publicKey = arguments.Bytes();
                if (arguments.IsComplete)
                {
                    Rotate((ContractCallContext)context, validator, publicKey);
                }

                return arguments.IsComplete;
            },
            fromTransactionOnly: true),
        new(
            SystemContracts.Function(
                "rejoin", FunctionAccess.Member, ValueKind.Void, false,
                new ParameterManifest("incarnation", ValueKind.Long)),
            static (context, arguments, _) =>
            {
                // An incarnation is 64 random bits; the call only has signed numbers.
                var incarnation = unchecked((ulong)arguments.Long());
                if (arguments.IsComplete)
                {
                    Rejoin((ContractCallContext)context, incarnation);
                }

                return arguments.IsComplete;
            },
            fromTransactionOnly: true),
        new(
            SystemContracts.Function("schedule", FunctionAccess.Member, ValueKind.Bytes, true),
            static (context, arguments, result) =>
            {
                if (arguments.IsComplete)
                {
                    result.Bytes(ReadSchedule((ContractCallContext)context).Encode());
                }

                return arguments.IsComplete;
            }),
        new(
            SystemContracts.Function("proposals", FunctionAccess.Member, ValueKind.Bytes, true),
            static (context, arguments, result) =>
            {
                if (arguments.IsComplete)
                {
                    result.Bytes(
                        OpenMembershipProposal.EncodeList(ReadOpen((ContractCallContext)context, dropExpired: false)));
                }

                return arguments.IsComplete;
            }),
    ];
}
