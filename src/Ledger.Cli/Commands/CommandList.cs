using System.CommandLine;
using Ledger.Cli.Output;

namespace Ledger.Cli.Commands;

/// <summary>All commands.</summary>
public static class CommandList
{
    /// <summary>Makes them, in the order of the help page.</summary>
    public static IReadOnlyList<Command> Create(Terminal terminal) =>
    [
        new DemoCommand(terminal),
        new BenchCommand(terminal),
        Group("network", "Makes, starts and stops a network of validators on this machine.",
            new NetworkInitCommand(terminal), new NetworkStartCommand(terminal),
            new NetworkStopCommand(terminal), new NetworkStatusCommand(terminal),
            new NetworkAddNodeCommand(terminal), new NetworkEvidenceCommand(terminal)),
        Group("node", "Prepares and runs a node.", new NodeInitCommand(terminal), new NodeRunCommand(terminal)),
        Group("validator", "Shows who votes, and changes that by agreement of the organisations.",
            new ValidatorListCommand(terminal), new ValidatorAddCommand(terminal), new ValidatorRemoveCommand(terminal),
            new ValidatorReplaceCommand(terminal), new ValidatorApproveCommand(terminal),
            new ValidatorRotateCommand(terminal)),
        Group("id", "Makes and shows identities.", new IdEnrollCommand(terminal), new IdShowCommand(terminal)),
        Group("tx", "Submits transactions and shows their receipts.",
            new TxSubmitCommand(terminal), new TxReceiptCommand(terminal)),
        new QueryCommand(terminal),
        new HistoryCommand(terminal),
        Group("prove", "Writes proofs that anyone can check offline.",
            new ProveTxCommand(terminal), new ProveStateCommand(terminal)),
        new CheckProofCommand(terminal),
        Group("block", "Shows blocks.", new BlockShowCommand(terminal)),
        Group("chaincode", "Makes and tests contracts, and installs them by agreement of the organisations.",
            new ChaincodeNewCommand(terminal), new ChaincodeCheckCommand(terminal),
            new ChaincodePackCommand(terminal), new ChaincodeRunCommand(terminal),
            new ChaincodeInstallCommand(terminal), ChaincodeDecisionCommand.Approve(terminal),
            ChaincodeDecisionCommand.Activate(terminal), ChaincodeDecisionCommand.RollBack(terminal),
            new ChaincodeRetireCommand(terminal), new ChaincodePolicyCommand(terminal),
            new ChaincodeListCommand(terminal), new ChaincodeHistoryCommand(terminal)),
        Group("light", "Keeps the headers and one area's state, without a node.",
            new LightSyncCommand(terminal), new LightGetCommand(terminal)),
        Group("market", "Computes clearings, settlements and network checks without a network.",
            new MarketRunCommand(terminal), new MarketDayCommand(terminal)),
        Group("report", "Bills, markets, grid and origin of energy of a period, as pages and documents.",
            new ReportBillCommand(terminal), new ReportMarketCommand(terminal), new ReportGridCommand(terminal),
            new ReportOriginCommand(terminal)),
        new VerifyCommand(terminal),
        new BackupCommand(terminal),
        new RestoreCommand(terminal),
        new PruneCommand(terminal),
        new DiffCommand(terminal),
        new ExportCommand(terminal),
    ];

    private static Command Group(string name, string description, params ReadOnlySpan<Command> commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands)
        {
            group.Add(command);
        }

        return group;
    }
}
