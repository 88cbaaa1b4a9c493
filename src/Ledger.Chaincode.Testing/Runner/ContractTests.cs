using System.Reflection;

namespace Ledger.Chaincode.Testing;

/// <summary>
/// A runner of tests without any package, so that a new contract is tested where no registry can be reached. Whoever has a
/// test framework uses that instead; nothing else here knows of this runner.
/// </summary>
public static class ContractTests
{
    /// <summary>Runs the tests of the calling program and says how each ended.</summary>
    /// <param name="arguments">Nothing for all tests, or a part of the names of those to run.</param>
    /// <returns>Exit status: 0 when all passed, 1 when one failed or none was run.</returns>
    public static int Run(params string[] arguments) =>
        Run(Assembly.GetEntryAssembly()!, Console.Out, arguments.Length == 0 ? "" : arguments[0]);

    /// <summary>Runs the tests of an assembly.</summary>
    /// <param name="assembly">Where the tests are.</param>
    /// <param name="output">Where to say how each ended.</param>
    /// <param name="filter">Part of the names of those to run; empty for all.</param>
    /// <returns>Exit status: 0 when all passed, 1 when one failed or none was run.</returns>
    public static int Run(Assembly assembly, TextWriter output, string filter = "")
    {
        var (passed, failed) = (0, 0);
        var tests = assembly.GetExportedTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(m => m.GetCustomAttribute<ContractTestAttribute>() != null)
            .OrderBy(NameOf, StringComparer.Ordinal);
        foreach (var test in tests.Where(t => NameOf(t).Contains(filter, StringComparison.Ordinal)))
        {
            try
            {
                test.Invoke(Activator.CreateInstance(test.DeclaringType!), []);
                passed++;
                output.WriteLine($"passed  {NameOf(test)}");
            }
            catch (TargetInvocationException e)
            {
                failed++;
                output.WriteLine($"FAILED  {NameOf(test)}");
                output.WriteLine($"        {e.InnerException!.Message}");
                output.WriteLine(e.InnerException.StackTrace);
            }
        }

        output.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 && passed > 0 ? 0 : 1;
    }

    private static string NameOf(MethodInfo test) => $"{test.DeclaringType!.Name}.{test.Name}";
}
