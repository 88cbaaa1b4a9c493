using System.Runtime.CompilerServices;
using Ledger.Chaincode;
using Ledger.Chaincode.Metering;

namespace Ledger.Runtime.Tests;

/// <summary>
/// Initialisers of the SDK's and the runtime's types use parts of the SDK that charge: the first call of a process must not
/// pay for them, which it would on one node and not on another.
/// </summary>
public sealed class StaticDataTests
{
    [Fact]
    public void Behind_the_preparation_no_initialiser_is_left_to_be_charged()
    {
        StaticData.Prepare();
        var meter = new Meter();
        meter.Begin(1_000_000_000, 1_000_000_000, 1_000_000);
        var before = meter.Attach();
        try
        {
            foreach (var type in Types().Where(t => !t.ContainsGenericParameters))
            {
                RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            }
        }
        finally
        {
            before.Attach();
        }

        Assert.Equal((0L, 1_000_000_000L), (meter.GasUsed, meter.GasLeft));
    }

    [Fact]
    public void Types_that_cannot_be_prepared_have_no_initialisers()
    {
        // Each instantiation of a generic type has its own, which runs when the first call meets it.
        Assert.DoesNotContain(Types(), t => t.ContainsGenericParameters && t.TypeInitializer != null);
    }

    private static IEnumerable<Type> Types() =>
        typeof(CallContext).Assembly.GetTypes().Concat(typeof(StaticData).Assembly.GetTypes());
}
