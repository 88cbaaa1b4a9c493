using System.Text;
using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// Names and state keys of the contracts that are part of the runtime (docs/protocol.md, "System
/// state").
/// </summary>
internal static class SystemKeys
{
    public const string Identity = "identity";

    public const string Lifecycle = "lifecycle";

    public const string Membership = MembershipSchedule.Contract;

    /// <summary>Behind it stands the account's name.</summary>
    public const string IdentityPrefix = Identity + "\0";

    /// <summary>
    /// Collections of the lifecycle contract; each key is collection, zero byte, name or hash in hexadecimal,
    /// zero byte.
    /// </summary>
    public const string CodeCollection = "code";

    public const string PackageCollection = "package";

    public const string ContractCollection = "contract";

    /// <summary>Behind it a contract's name and a height: what was decided there.</summary>
    public const string DecisionCollection = "decision";

    /// <summary>Behind it a contract's name: who has approved its retirement.</summary>
    public const string RetirementCollection = "retirement";

    /// <summary>Behind it a policy: who has approved it.</summary>
    public const string PolicyCollection = "proposed-policy";

    /// <summary>The policy in force; absent while it is that of genesis.</summary>
    public const string PolicyInForce = "policy";

    /// <summary>
    /// Keys of the membership contract: the schedule's (<see cref="MembershipSchedule.StateKey"/>), that of the last
    /// rejoins, and a collection whose keys go on with a hash in hexadecimal and a zero byte.
    /// </summary>
    public const string Schedule = "schedule";

    public const string SoloDecisions = "solo";

    public const string ProposalCollection = "proposal";

    /// <summary>Whole key of a contract's binding.</summary>
    public static byte[] Binding(string contract) => Whole(ContractCollection, contract);

    /// <summary>Whole key of a package's record.</summary>
    public static byte[] Package(Digest package) => Whole(PackageCollection, package.ToString());

    /// <summary>Whole key of a package's bytes.</summary>
    public static byte[] Code(Digest package) => Whole(CodeCollection, package.ToString());

    public static bool IsReserved(string contract) => contract is Identity or Lifecycle or Membership;

    private static byte[] Whole(string collection, string name) =>
        Encoding.UTF8.GetBytes($"{Lifecycle}\0{collection}\0{name}\0");
}
