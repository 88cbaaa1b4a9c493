using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>The way from the names in a call to the function, and through it.</summary>
internal sealed partial class CallSession
{
    private readonly ContractResolver _resolver;

    // One of each for every depth, made when first needed.
    private readonly ArgumentReader[] _arguments;
    private readonly ResultWriter[] _results;
    private int _depth;

    /// <summary>Why the call would not reach its function now, or null. Nothing is executed.</summary>
    public CallFailure? Check(ContractCall call)
    {
        if (Resolve(call.Contract, call.Function, null, false, out _, out var function) is { } failure)
        {
            return failure;
        }

        var arguments = _arguments[0] ??= new ArgumentReader();
        arguments.Reset(call.Arguments);
        return function!.Decodes(arguments) ? null : BadArguments(call.Contract, function);
    }

    /// <summary>Lets the next call look a contract's binding up again.</summary>
    public void Forget(string contract) => _resolver.Forget(contract);

    /// <summary>Runs the migration of a contract of a package, if it has one, within the present call.</summary>
    /// <exception cref="ContractRejection">The package cannot be loaded, or the migration rejects.</exception>
    public void Migrate(Digest package, string name)
    {
        var contract = _resolver.Find(package, name);
        if (contract == null)
        {
            throw new ContractRejection($"the package of contract {name} cannot be loaded");
        }

        if (contract.Migration == null)
        {
            return;
        }

        var context = new ContractCallContext(this, contract, SystemKeys.Lifecycle, readOnly: false);
        _depth++;
        try
        {
            contract.Migration(context);
        }
        finally
        {
            _depth--;
            context.Close();
        }
    }

    private CallFailure? Invoke(
        string contractName,
        string functionName,
        ReadOnlyMemory<byte> argumentBytes,
        ContractCallContext? from,
        bool readOnly,
        out byte[] result)
    {
        result = [];
        if (_depth == Options.CallDepthMax)
        {
            return new CallFailure(
                ReceiptStatus.OutOfResources, $"the limit is {Options.CallDepthMax} contracts that call one another");
        }

        if (Resolve(contractName, functionName, from, readOnly, out var contract, out var function) is { } failure)
        {
            return failure;
        }

        var arguments = _arguments[_depth] ??= new ArgumentReader();
        var writer = _results[_depth] ??= new ResultWriter();
        var context = new ContractCallContext(this, contract!, from?.ContractName, function!.Manifest.ReadOnly);
        arguments.Reset(argumentBytes);
        writer.Clear();
        _depth++;
        try
        {
            if (!function.Invoke(context, arguments, writer))
            {
                return BadArguments(contractName, function);
            }
        }
        finally
        {
            _depth--;
            context.Close();
            arguments.Reset(default);
        }

        if (writer.Length > Options.ResultSizeMax)
        {
            return new CallFailure(
                ReceiptStatus.OutOfResources, $"the limit is {Options.ResultSizeMax} bytes for a result");
        }

        Limits.Meter.Spend(writer.Length / GasSchedule.BytesPerGas);
        Limits.Meter.Take(writer.Length);
        result = writer.ToArray();
        return null;
    }

    private CallFailure? Resolve(
        string contractName, string functionName, ContractCallContext? from, bool readOnly,
        out BoundContract? contract, out BoundFunction? function)
    {
        function = null;
        contract = _resolver.Find(contractName, out var failure);
        if (contract == null)
        {
            return failure;
        }

        function = contract.Find(functionName);
        if (function == null)
        {
            return new CallFailure(ReceiptStatus.NotFound, $"contract {contractName} has no function {functionName}");
        }

        if (from != null && function.FromTransactionOnly)
        {
            return new CallFailure(
                ReceiptStatus.PermissionDenied,
                $"{contractName}.{functionName} can only be called by a transaction itself");
        }

        if (!function.Manifest.Access.Grants(Account, from?.ContractName))
        {
            return new CallFailure(
                ReceiptStatus.PermissionDenied, function.Manifest.Access.Denial(contractName, functionName, Account));
        }

        if (!readOnly || function.Manifest.ReadOnly)
        {
            return null;
        }

        return from == null
            ? new CallFailure(
                ReceiptStatus.Rejected,
                $"{contractName}.{functionName} is not read-only: it takes a transaction, not a query")
            : new CallFailure(
                ReceiptStatus.Failed,
                $"a read-only function of {from.ContractName} calls {contractName}.{functionName}, which is not");
    }

    private static CallFailure BadArguments(string contract, BoundFunction function)
    {
        var types = new string[function.Manifest.Parameters.Count];
        for (var i = 0; i < types.Length; i++)
        {
            var parameter = function.Manifest.Parameters[i];
            types[i] = $"{ValueKinds.NameOf(parameter.Kind)} {parameter.Name}";
        }

        return new CallFailure(
            ReceiptStatus.InvalidArgument,
            $"the arguments are not those of {contract}.{function.Manifest.Name}({string.Join(", ", types)})");
    }
}
