using System.Linq.Expressions;
using System.Reflection;
using Ledger.Chaincode;

namespace Ledger.Runtime;

/// <summary>
/// Compiles a function's invoker once, when its package is loaded, so that a call costs no reflection and no boxing:
/// locals for the arguments, the call, and the write of the result.
/// </summary>
internal static class FunctionCompiler
{
    public static FunctionInvoker Compile(object contract, MethodInfo method, FunctionManifest manifest)
    {
        var context = Expression.Parameter(typeof(CallContext), "context");
        var arguments = Expression.Parameter(typeof(ArgumentReader), "arguments");
        var result = Expression.Parameter(typeof(ResultWriter), "result");
        var parameters = method.GetParameters();
        var locals = new ParameterExpression[manifest.Parameters.Count];
        var steps = new List<Expression>(locals.Length + 1);
        for (var i = 0; i < locals.Length; i++)
        {
            var kind = manifest.Parameters[i].Kind;
            RuntimeInvariantException.Check(
                ValueKinds.FromMetadata(parameters[i + 1].ParameterType.FullName!) == kind,
                "the loaded method is the inspected one");
            locals[i] = Expression.Variable(parameters[i + 1].ParameterType);
            steps.Add(Expression.Assign(locals[i], Expression.Call(arguments, Method(typeof(ArgumentReader), kind))));
        }

        var call = Expression.Call(Expression.Constant(contract), method, [context, .. locals]);
        var effect = manifest.Result == ValueKind.Void
            ? (Expression)call
            : Expression.Call(result, Method(typeof(ResultWriter), manifest.Result), call);
        steps.Add(Expression.Condition(
            Expression.Property(arguments, nameof(ArgumentReader.IsComplete)),
            Expression.Block(effect, Expression.Constant(true)),
            Expression.Constant(false)));
        var body = Expression.Block(locals, steps);
        return Expression.Lambda<FunctionInvoker>(body, context, arguments, result).Compile();
    }

    // Reader and writer name their methods as the kinds are named.
    private static MethodInfo Method(Type type, ValueKind kind) => type.GetMethod(kind.ToString())!;
}
