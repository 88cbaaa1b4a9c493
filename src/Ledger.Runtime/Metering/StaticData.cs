using System.Runtime.CompilerServices;
using Ledger.Chaincode;

namespace Ledger.Runtime;

/// <summary>
/// Runs the initialisers of the runtime's and the SDK's own types before the first call of the process. They use parts
/// of the SDK that charge, and the call that happened to be the first would pay for them on this node and not on others.
/// </summary>
internal static class StaticData
{
    private static readonly Lazy<bool> Ready = new(() =>
    {
        foreach (var assembly in new[] { typeof(CallContext).Assembly, typeof(StaticData).Assembly })
        {
            foreach (var type in assembly.GetTypes())
            {
                if (!type.ContainsGenericParameters)
                {
                    RuntimeHelpers.RunClassConstructor(type.TypeHandle);
                }
            }
        }

        return true;
    });

    /// <summary>Returns when all of them have run.</summary>
    public static void Prepare() => RuntimeInvariantException.Check(Ready.Value, "static data is there");
}
