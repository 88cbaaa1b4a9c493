using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Ledger.Chaincode.Analyzers;

/// <summary>
/// Marks in the editor what the checker would refuse in a contract, with the reason and what to do instead. It sees C# and the
/// checker sees instructions: what compiles from accepted C# may in rare cases still be refused, and the checker has the last
/// word. Silent where the SDK is not referenced. Thread safe.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ChaincodeAnalyzer : DiagnosticAnalyzer
{
    private const string Sdk = "Ledger.Chaincode";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(Sdk + ".ContractAttribute") == null)
            {
                return;
            }

            start.RegisterOperationAction(
                MemberUse.Analyze,
                OperationKind.Invocation, OperationKind.ObjectCreation, OperationKind.PropertyReference,
                OperationKind.FieldReference, OperationKind.MethodReference, OperationKind.Binary, OperationKind.Unary,
                OperationKind.CompoundAssignment, OperationKind.Conversion);
            start.RegisterOperationAction(
                static c => c.ReportDiagnostic(Diagnostic.Create(Descriptors.Catch, FirstToken(c.Operation.Syntax))),
                OperationKind.CatchClause);
            start.RegisterOperationAction(
                static c => ReportConcurrency(c, "lock"), OperationKind.Lock);
            start.RegisterOperationAction(
                static c => ReportConcurrency(c, "await"), OperationKind.Await);
            start.RegisterSyntaxNodeAction(
                TypeUse.Analyze, SyntaxKind.IdentifierName, SyntaxKind.GenericName, SyntaxKind.PredefinedType);
            start.RegisterSyntaxNodeAction(AnalyzeLiteral, SyntaxKind.NumericLiteralExpression);
            start.RegisterSyntaxNodeAction(
                AnalyzeConstruct, SyntaxKind.UnsafeStatement, SyntaxKind.FixedStatement, SyntaxKind.PointerType,
                SyntaxKind.StackAllocArrayCreationExpression, SyntaxKind.ImplicitStackAllocArrayCreationExpression,
                SyntaxKind.DestructorDeclaration, SyntaxKind.YieldReturnStatement, SyntaxKind.FunctionPointerType);
            start.RegisterSymbolAction(ContractShape.AnalyzeField, SymbolKind.Field);
            start.RegisterSymbolAction(ContractShape.AnalyzeMethod, SymbolKind.Method);
            start.RegisterSymbolAction(ContractShape.AnalyzeType, SymbolKind.NamedType);
        });
    }

    private static Location FirstToken(SyntaxNode node) => node.GetFirstToken().GetLocation();

    private static void ReportConcurrency(OperationAnalysisContext context, string what) =>
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.Concurrency, FirstToken(context.Operation.Syntax), what));

    private static void AnalyzeLiteral(SyntaxNodeAnalysisContext context)
    {
        if (context.SemanticModel.GetTypeInfo(context.Node, context.CancellationToken).Type is
            { SpecialType: SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Decimal })
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.FloatingPoint, context.Node.GetLocation()));
        }
    }

    private static void AnalyzeConstruct(SyntaxNodeAnalysisContext context)
    {
        var where = FirstToken(context.Node);
        context.ReportDiagnostic(context.Node switch
        {
            DestructorDeclarationSyntax => Diagnostic.Create(
                Descriptors.Construct, where, "Finalizers run when memory is collected, which differs between replicas; remove it"),
            YieldStatementSyntax => Diagnostic.Create(
                Descriptors.Construct, where, "Iterators ask for the thread they run on; return an array or a list instead"),
            UnsafeStatementSyntax or FixedStatementSyntax or PointerTypeSyntax or FunctionPointerTypeSyntax =>
                Diagnostic.Create(Descriptors.Unsafe, where, "pointers"),
            _ => Diagnostic.Create(Descriptors.Unsafe, where, "stackalloc"),
        });
    }
}
