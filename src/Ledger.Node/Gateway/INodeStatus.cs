using Ledger.Protocol.V1;

namespace Ledger.Node.Gateway;

/// <summary>What a node says of itself.</summary>
internal interface INodeStatus
{
    StatusResponse Describe();
}
