using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// Everything about one height between the watermarks. The first part belongs to one view and is cleared by
/// <see cref="EnterView"/>; batches, the prepared certificate and the execution outlive views.
/// </summary>
internal sealed class Slot(SequenceNumber height, ViewNumber view, int replicaCount)
{
    /// <summary>Batches kept for a height. More than one only after view changes; a ninth evicts the oldest.</summary>
    public const int BatchesMax = 8;

    public SequenceNumber Height { get; } = height;

    /// <summary>The view that the votes below belong to.</summary>
    public ViewNumber View { get; private set; } = view;

    /// <summary>A pre-prepare that waits for the one below (PITFALLS.md 13).</summary>
    public PrePrepareMessage? Waiting { get; set; }

    /// <summary>Whether a pre-prepare of this view is accepted; never replaced within the view.</summary>
    public bool IsPrePrepared { get; private set; }

    /// <summary>The accepted digest; zeros for the null batch.</summary>
    public Digest Digest { get; private set; }

    /// <summary>The primary's signature on the accepted digest.</summary>
    public ReadOnlyMemory<byte> PrimarySignature { get; private set; }

    /// <summary>When the pre-prepare was accepted.</summary>
    public long AcceptedAt { get; private set; }

    /// <summary>Pre-prepare and prepares of a quorum, and the batch is here.</summary>
    public bool IsPrepared { get; set; }

    /// <summary>Prepares of backups.</summary>
    public VoteSet Prepares { get; } = new(replicaCount);

    /// <summary>Commits of all.</summary>
    public VoteSet Commits { get; } = new(replicaCount);

    /// <summary>
    /// Own messages of this view, for retransmission; own signatures cannot be made twice with another content.
    /// </summary>
    public OutgoingMessage? OwnPrePrepare { get; set; }

    /// <inheritdoc cref="OwnPrePrepare"/>
    public OutgoingMessage? OwnPrepare { get; set; }

    /// <inheritdoc cref="OwnPrePrepare"/>
    public OutgoingMessage? OwnCommit { get; set; }

    /// <summary>
    /// This replica has the block of the height from others, and cannot tell whether the view orders that very batch: it does
    /// not vote.
    /// </summary>
    public bool Abstains { get; set; }

    /// <summary>Replicas whose double vote was reported already, one bit each; bounds the reports.</summary>
    public ulong Reported { get; set; }

    /// <summary>Batches that this replica voted for or fetched, oldest first, until the height is stable.</summary>
    public List<Batch> Batches { get; } = [];

    /// <summary>What was prepared here in the highest view; a member of P.</summary>
    public PreparedCertificate? Certificate { get; set; }

    /// <summary>Names the tentative execution; 0 when there is none.</summary>
    public ulong Token { get; set; }

    /// <summary>The accepted digest that was executed, or that the stored block implies.</summary>
    public Digest? ExecutedDigest { get; set; }

    /// <summary>What was given to execution; differs from the accepted batch when that was void.</summary>
    public Batch? ExecutedBatch { get; set; }

    /// <summary>The result, once it is known.</summary>
    public BlockHeader? Header { get; set; }

    /// <summary>The change of members that is still to come after the executed block.</summary>
    public MembershipChange? Change { get; set; }

    public Batch? FindBatch(Digest digest)
    {
        foreach (var batch in Batches)
        {
            if (batch.Digest == digest)
            {
                return batch;
            }
        }

        return null;
    }

    /// <summary>Whether the accepted batch is here, or is the null batch.</summary>
    public bool HasContent => IsPrePrepared && (Digest == Digest.Zero || FindBatch(Digest) != null);

    public void Accept(Digest digest, ReadOnlyMemory<byte> signature, long now)
    {
        Check.That(!IsPrePrepared, "a second pre-prepare would replace the first");
        IsPrePrepared = true;
        Digest = digest;
        PrimarySignature = signature;
        AcceptedAt = now;
        Waiting = null;
    }

    /// <summary>Forgets what belongs to the view before.</summary>
    public void EnterView(ViewNumber newView)
    {
        Check.That(newView > View || !IsPrePrepared, "a view is entered once");
        View = newView;
        Waiting = null;
        IsPrePrepared = false;
        Digest = default;
        PrimarySignature = default;
        IsPrepared = false;
        Prepares.Clear();
        Commits.Clear();
        OwnPrePrepare = null;
        OwnPrepare = null;
        OwnCommit = null;
        Abstains = false;
        Reported = 0;
    }

    public void DropExecution()
    {
        Token = 0;
        ExecutedDigest = null;
        ExecutedBatch = null;
        Header = null;
        Change = null;
    }
}
