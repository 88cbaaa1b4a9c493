namespace Ledger.Primitives;

/// <summary>
/// A header with the votes of a quorum and the way from the members of genesis to those who voted: all that anyone needs
/// to check it with the genesis file alone. Immutable.
/// </summary>
/// <param name="Header">The header.</param>
/// <param name="Certificate">Votes of the header's members.</param>
/// <param name="Epochs">
/// The ends of all epochs below the header, ascending (docs/protocol.md, "Epochs"); at most <see cref="EpochsMax"/>.
/// </param>
public sealed record HeaderProof(BlockHeader Header, CommitCertificate Certificate, IReadOnlyList<EpochHeader> Epochs)
{
    /// <summary>Most changes of the members that one proof may lead through.</summary>
    public const int EpochsMax = 1024;

    /// <summary>What does not hold, in one line; null when the header is certified. Pure.</summary>
    public string? FirstFlaw(IEd25519Verifier verifier, Digest chainId, Membership genesis)
    {
        if (Epochs.Count > EpochsMax)
        {
            return $"there are {Epochs.Count} ends of epochs; at most {EpochsMax} are looked at";
        }

        var members = genesis;
        var below = new SequenceNumber(0);
        foreach (var end in Epochs)
        {
            if (end.Header.Height <= below || end.Header.Height >= Header.Height)
            {
                return $"the end of an epoch at block {end.Header.Height} is not in its place below block {Header.Height}";
            }

            if (!end.Verify(verifier, chainId, members))
            {
                return $"the members before block {end.Header.Height} did not certify the change of members there";
            }

            (members, below) = (end.Next, end.Header.Height);
        }

        if (Header.MembershipHash != members.Hash)
        {
            return $"block {Header.Height} names members to whom genesis and the ends of epochs do not lead";
        }

        return Certificate.Verify(verifier, chainId, members, Header)
            ? null
            : $"the certificate of block {Header.Height} is not that of a quorum of its members";
    }
}
