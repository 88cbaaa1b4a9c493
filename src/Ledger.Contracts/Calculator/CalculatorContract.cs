using Ledger.Chaincode;

namespace Ledger.Contracts.Calculator;

/// <summary>
/// Recomputes any clearing, settlement or network check on any node: the calculations that the market's contracts use,
/// as read-only functions of one case. It has no state.
/// </summary>
[Contract("calculator")]
public sealed class CalculatorContract
{
    /// <summary>The names of all calculations.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public string[] Names(CallContext context)
    {
        var all = CalculationList.All();
        var names = new string[all.Length];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = all[i].Name;
        }

        return names;
    }

    /// <summary>The complete result of one case; both documents are encoded by <see cref="DocumentCodec"/>.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public byte[] Run(CallContext context, string name, byte[] input)
    {
        var calculation = CalculationList.Find(name);
        if (calculation == null)
        {
            context.Reject("there is no calculation " + name);
        }

        return DocumentCodec.Encode(calculation.Run(DocumentCodec.Decode(input)));
    }
}
