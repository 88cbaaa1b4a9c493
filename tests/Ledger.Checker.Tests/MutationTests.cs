using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using System.Security;
using Ledger.Chaincode.Metering;
using Ledger.Primitives;

namespace Ledger.Checker.Tests;

/// <summary>
/// Accepted packages with bytes of their code or tables changed, by fixed seeds: there is always a verdict, and what passes
/// can be metered, verified again, compiled and run without breaking the runtime.
/// </summary>
public sealed class MutationTests
{
    private const int RoundsEach = 1000;

    // Short instructions: changes among them often still make sense.
    private static readonly byte[] Likely =
    [
        0x00, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x0a, 0x0b, 0x14, 0x16, 0x17, 0x18, 0x25, 0x26, 0x2a, 0x2b, 0x2c, 0x2d,
        0x58, 0x59, 0x5a, 0x5f, 0x60, 0x61, 0x69, 0x6a, 0x6e, 0x7b, 0x8c, 0x8e, 0x94, 0x9e, 0xd6, 0xda,
    ];

    [Theory]
    [InlineData(1, "records compared and copied")]
    [InlineData(2, "nested finally")]
    [InlineData(3, "generic sorting")]
    [InlineData(4, "spans")]
    [InlineData(5, "delegates of structs")]
    [InlineData(6, "concatenation")]
    [InlineData(7, "patterns")]
    [InlineData(8, "references")]
    public void Changed_code_is_refused_or_harmless(int seed, string what)
    {
        var row = AcceptedTests.Sources.Single(r => r.Data.Item1 == what).Data;
        var good = TestPackages.Contract(Corpus.Run + row.Item2, row.Item3);
        var places = Places(good);
        var random = new Random(seed);
        var passed = 0;
        for (var round = 0; round < RoundsEach; round++)
        {
            byte[] changed = [.. good];
            for (var i = random.Next(1, 3); i > 0; i--)
            {
                var place = places[random.Next(places.Count)];
                changed[place] = random.Next(4) switch
                {
                    0 => (byte)random.Next(256),
                    1 => unchecked((byte)(changed[place] + random.Next(-2, 3))),
                    _ => Likely[random.Next(Likely.Length)],
                };
            }

            var judged = new MeteringInspector(new PackageInspector()).Judge(Digest.Of(changed), changed);
            Assert.True(
                judged.Code != null || judged.Verdict.Detail!.Rule == "metering" || new PackageInspector().Inspect(changed).Flaw != null,
                $"seed {seed}, round {round}: metered code is flawed: {judged.Verdict.Flaw}");
            if (judged.Code != null && !changed.AsSpan().SequenceEqual(good))
            {
                passed++;
                Run(judged.Code, $"seed {seed}, round {round}");
            }
        }

        Assert.InRange(passed, 1, RoundsEach);
    }

    // All bytes of code, and the tables once for each four of them.
    private static List<int> Places(byte[] package)
    {
        using var file = new PEReader(new MemoryStream(package));
        var metadata = file.GetMetadataReader();
        var places = new List<int>();
        foreach (var handle in metadata.MethodDefinitions)
        {
            var address = metadata.GetMethodDefinition(handle).RelativeVirtualAddress;
            if (address == 0)
            {
                continue;
            }

            var section = file.PEHeaders.SectionHeaders[file.PEHeaders.GetContainingSectionIndex(address)];
            var start = address - section.VirtualAddress + section.PointerToRawData;
            places.AddRange(Enumerable.Range(start, file.GetMethodBody(address).Size));
        }

        var tables = file.PEHeaders.MetadataStartOffset;
        places.AddRange(Enumerable.Range(0, places.Count / 4).Select(i => tables + (i * 7 % file.PEHeaders.MetadataSize)));
        return places;
    }

    private static void Run(byte[] metered, string where)
    {
        var context = new PackageLoadContext("mutation");
        try
        {
            foreach (var type in context.LoadFromStream(new MemoryStream(metered)).GetTypes())
            {
                if (!type.ContainsGenericParameters)
                {
                    RunMethods(type, where);
                }
            }
        }
        catch (Exception e) when (e is ReflectionTypeLoadException or TypeLoadException or BadImageFormatException)
        {
            // Tables that do not fit together: the node does not load such a package.
            Assert.IsNotType<InvalidProgramException>(e);
        }
        finally
        {
            context.Unload();
        }
    }

    private static void RunMethods(Type type, string where)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance |
            BindingFlags.DeclaredOnly;
        foreach (var method in type.GetMethods(Declared))
        {
            if (method.ContainsGenericParameters || method.IsAbstract)
            {
                continue;
            }

            try
            {
                RuntimeHelpers.PrepareMethod(method.MethodHandle);
                if (method.IsStatic && !method.GetParameters().Any(p => p.ParameterType.IsByRef || p.ParameterType.IsByRefLike))
                {
                    Call(method);
                }
            }
            catch (Exception e) when (e is InvalidProgramException or VerificationException or AccessViolationException)
            {
                Assert.Fail($"{where}: {method.DeclaringType}.{method.Name} broke the runtime: {e.Message}");
            }
        }
    }

    private static void Call(MethodInfo method)
    {
        Meter.Current.Begin(200_000, 1_000_000, 100_000);
        try
        {
            method.Invoke(null, [.. method.GetParameters().Select(p => Argument(p.ParameterType))]);
        }
        catch (TargetInvocationException e) when
            (e.InnerException is not (InvalidProgramException or VerificationException or AccessViolationException))
        {
            // Contracts may fail.
        }
        catch (NotSupportedException)
        {
            // Results that live on the stack cannot be handed over by reflection.
        }
    }

    private static object? Argument(Type type) => type == typeof(string) ? "12"
        : type == typeof(long[]) ? new long[] { 3, 2, 1 }
        : type.IsValueType ? Activator.CreateInstance(type)
        : null;
}
