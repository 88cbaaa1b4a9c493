using Grpc.Core;
using Ledger.Grpc.Server;
using Ledger.Protocol.V1;
using Ledger.Storage;
using Microsoft.Extensions.Logging;

namespace Ledger.Node.Admin;

/// <summary>What the node's operator calls (proto/ledger/v1/admin.proto).</summary>
internal sealed class AdminService : Protocol.V1.Admin.AdminBase
{
    private readonly LedgerStore _store;
    private readonly Maintenance _maintenance;
    private readonly Administrators _administrators;
    private readonly ILogger _log;

    public AdminService(LedgerStore store, Maintenance maintenance, Administrators administrators, ILogger log)
    {
        _store = store;
        _maintenance = maintenance;
        _administrators = administrators;
        _log = log;
    }

    public override async Task<BackupResponse> Backup(BackupRequest request, ServerCallContext context)
    {
        var account = Authenticate(context);
        if (!Path.IsPathFullyQualified(request.Directory))
        {
            throw Refuse(StatusCode.InvalidArgument, $"'{request.Directory}' is not an absolute path on the node's machine");
        }

        try
        {
            var made = await _maintenance.TryBackupAsync(request.Directory).ConfigureAwait(false) ?? throw Busy();
            _log.BackedUp(account, request.Directory, made.Height);
            return new BackupResponse { Height = made.Height, Bytes = (ulong)made.Bytes };
        }
        catch (StorageException e)
        {
            _log.BackupFailed(account, request.Directory, e.Message);
            throw Refuse(CodeOf(e.Failure), e.Message);
        }
    }

    public override Task<PruneStatusResponse> Prune(PruneRequest request, ServerCallContext context)
    {
        var account = Authenticate(context);
        var plan = PlanOf(request);
        if (plan.FirstFlaw(_store, _maintenance.ValidityWindow) is { } flaw)
        {
            throw Refuse(StatusCode.OutOfRange, flaw);
        }

        if (!_maintenance.TryBeginPrune(plan))
        {
            throw Busy();
        }

        _log.Pruning(account, plan.LowestBlock ?? _store.LowestBlock.Value, plan.LowestHistory ?? _store.LowestHistory.Value);
        return Task.FromResult(Describe());
    }

    public override Task<PruneStatusResponse> PruneStatus(PruneStatusRequest request, ServerCallContext context)
    {
        Authenticate(context);
        return Task.FromResult(Describe());
    }

    private PrunePlan PlanOf(PruneRequest request)
    {
        if (request.BeforeHeight > 0 && request.KeepBlocks > 0)
        {
            throw Refuse(StatusCode.InvalidArgument, "either the lowest block that stays or the number of blocks, not both");
        }

        ulong? lowest = request.BeforeHeight > 0 ? request.BeforeHeight
            : request.KeepBlocks > 0 ? PrunePlan.LowestOf(_store.Height.Value, request.KeepBlocks)
            : null;
        ulong? history = request.HistoryHeight > 0 ? request.HistoryHeight : null;
        return lowest != null || history != null
            ? new PrunePlan(lowest, history)
            : throw Refuse(StatusCode.InvalidArgument, "nothing is asked for");
    }

    private PruneStatusResponse Describe()
    {
        // The run is read first: what it says of the end is then also true of the sizes.
        var run = _maintenance.LastPrune;
        var response = new PruneStatusResponse
        {
            Running = run.Running,
            Height = _store.Height.Value,
            LowestBlock = _store.LowestBlock.Value,
            LowestHistory = _store.LowestHistory.Value,
            ValidityWindowBlocks = _maintenance.ValidityWindow,
            DiskBytes = (ulong)_store.DiskBytes,
            BytesBefore = (ulong)run.BytesBefore,
            LowestBlockBefore = run.LowestBlockBefore,
            LowestHistoryBefore = run.LowestHistoryBefore,
            Failure = run.Failure,
        };
        foreach (var (contract, lowest) in ContractPruning.Of(_store))
        {
            response.Contracts.Add(new ContractHistory { Contract = contract, LowestHistory = lowest });
        }

        return response;
    }

    private string Authenticate(ServerCallContext context)
    {
        if (_administrators.Admits(context.GetClientCertificate(), out var account, out var reason))
        {
            return account;
        }

        _log.AdminRefused(reason);
        throw Refuse(StatusCode.PermissionDenied, reason);
    }

    private static StatusCode CodeOf(StorageFailure failure) => failure switch
    {
        StorageFailure.AlreadyExists => StatusCode.AlreadyExists,
        StorageFailure.DiskFull => StatusCode.ResourceExhausted,
        _ => StatusCode.FailedPrecondition,
    };

    private static RpcException Busy() =>
        Refuse(StatusCode.FailedPrecondition, "a backup or a pruning is under way on this node; ask again when it has ended");

    private static RpcException Refuse(StatusCode code, string message) => new(new global::Grpc.Core.Status(code, message));
}
