using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Ledger.Chaincode.Analyzers;

/// <summary>What is reported. The numbers stay: people write them into their settings.</summary>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor Type = New("LC0001", "A type that contracts may not use", "{0}");

    public static readonly DiagnosticDescriptor Member = New("LC0002", "A member that contracts may not use", "{0}");

    public static readonly DiagnosticDescriptor FloatingPoint = New(
        "LC0003", "Floating point", "Fractions differ between machines or cannot be charged; count in whole units with long or Int128");

    public static readonly DiagnosticDescriptor Catch = New(
        "LC0004", "A caught exception",
        "Contracts cannot catch: a failed call reverts as a whole; test the condition before, or reject with context.Require");

    public static readonly DiagnosticDescriptor StaticState = New(
        "LC0005", "Static state",
        "{0} can change and would differ between replicas; keep state in context.State, or make it const");

    public static readonly DiagnosticDescriptor Concurrency = New(
        "LC0006", "Waiting or threads", "Contracts have one thread and nothing to wait for; remove {0}");

    public static readonly DiagnosticDescriptor Unsafe = New(
        "LC0007", "Unsafe code", "Contracts cannot use {0}; use arrays and spans over them");

    public static readonly DiagnosticDescriptor Contract = New("LC0008", "The shape of a contract", "Contract {0} {1}");

    public static readonly DiagnosticDescriptor Function = New("LC0009", "The shape of a function", "Function {0} {1}");

    public static readonly DiagnosticDescriptor Metering = New(
        "LC0010", "The meter", "The meter is not for contracts; every mention of it is refused");

    public static readonly DiagnosticDescriptor Construct = New("LC0011", "A construct that contracts may not use", "{0}");

    public static readonly ImmutableArray<DiagnosticDescriptor> All = ImmutableArray.Create(
        Type, Member, FloatingPoint, Catch, StaticState, Concurrency, Unsafe, Contract, Function, Metering, Construct);

    private static DiagnosticDescriptor New(string id, string title, string message) => new(
        id, title, message, "Chaincode", DiagnosticSeverity.Error, isEnabledByDefault: true,
        description: "The checker that every node runs refuses this; docs/chaincode.md says how to write contracts.");
}
