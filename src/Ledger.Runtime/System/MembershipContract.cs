using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// <c>membership</c>: who the validators are. A change is decided in one block and comes into force behind a later one
/// (<see cref="ConsensusParameters.ChangeTakesEffectAfter"/>); until then no other is decided. "The newest members" are
/// those of the change that was decided last, in force or not.
/// <list type="bullet">
/// <item><c>approve(byte[] proposal)</c>: an administrator approves a <see cref="MembershipProposal"/> for its
/// organisation, once; the first approval opens it. The approval that makes more than half of the member organisations
/// decides it, and then all open proposals fall, since the newest members are no longer those they start from. Open
/// proposals and their time are bounded (<see cref="OpenMembershipProposal"/>).</item>
/// <item><c>rotate(string validator, byte[] publicKey)</c>: an administrator of the validator's own organisation gives
/// it another key; the incarnation stays, since the disk does. Decides at once.</item>
/// <item><c>rejoin(long incarnation)</c>: a validator that has lost its disk, and with it the memory of its votes,
/// names the incarnation that its new disk has: any number but 0, its 64 bits as they are. Called by the validator's
/// own account with the validator's own key. Decides at once.</item>
/// <item><c>schedule()</c>, read-only: the encoded <see cref="MembershipSchedule"/>.</item>
/// <item><c>proposals()</c>, read-only: see <see cref="OpenMembershipProposal.TryDecodeList"/>.</item>
/// </list>
/// For one validator <c>rotate</c> and <c>rejoin</c> pass each once in <see cref="SoloDecisionLog.WindowsBetween"/> windows
/// of heights, so that nobody who decides alone takes every turn.
/// Events: <c>proposed</c> and <c>approved</c> (data: proposal hash bytes, organisation text), <c>scheduled</c> (last
/// block of the old members long, hash of the next members bytes).
/// </summary>
internal sealed partial class MembershipContract : ISystemContract
{
    private static readonly StateKey ScheduleKey = StateKey.Of(SystemKeys.Schedule);

    private static readonly StateKey SoloDecisionsKey = StateKey.Of(SystemKeys.SoloDecisions);

    private static readonly StateKey ProposalPrefix = StateKey.Of(SystemKeys.ProposalCollection);

    public string Name => SystemKeys.Membership;

    public IReadOnlyList<BoundFunction> Functions { get; } = Describe();

    private static void Approve(ContractCallContext context, byte[] bytes)
    {
        SystemContracts.RequireMemberOrganisation(context);
        var proposal = MembershipProposal.TryDecode(bytes);
        context.Require(proposal != null, "these bytes are not a proposal to change the validators");
        var schedule = ReadSchedule(context);
        var next = proposal.ApplyTo(Newest(schedule), out var flaw);
        context.Require(next != null, flaw);
        if (proposal.Coming is { } coming)
        {
            var isKnown = SystemContracts.IsMemberOrganisation(context, coming.Organisation);
            context.Require(isKnown, $"{coming.Organisation} of {coming.Name} is not a member organisation");
        }

        var open = ReadOpen(context, dropExpired: true);
        var approved = AddApproval(context, proposal, open);
        if (SystemContracts.IsMajority(context, approved.Approvals))
        {
            Decide(context, schedule, next);
        }
        else
        {
            context.PutLarge(KeyOf(proposal), approved.Encode());
        }
    }

    private static OpenMembershipProposal AddApproval(
        ContractCallContext context, MembershipProposal proposal, List<OpenMembershipProposal> open)
    {
        var organisation = context.Caller.Organisation;
        var hash = proposal.Hash;
        IReadOnlyList<OrganisationApproval> approvals = open.Find(o => o.Proposal.Hash == hash)?.Approvals ?? [];
        if (approvals.Count == 0)
        {
            RequireRoom(context, open, organisation);
            context.Emit("proposed", EventData(hash, organisation));
        }

        var isFirst = !OrganisationApproval.Contains(approvals, organisation);
        context.Require(isFirst, $"{organisation} approved the proposal already");
        context.Emit("approved", EventData(hash, organisation));
        var approval = new OrganisationApproval(organisation, context.Caller.Account, context.Session.Block.Height);
        return new OpenMembershipProposal(proposal, [.. approvals, approval]);
    }

    // No organisation alone can keep the others from proposing.
    private static void RequireRoom(
        ContractCallContext context, List<OpenMembershipProposal> open, string organisation)
    {
        const int CountMax = OpenMembershipProposal.CountMax;
        context.Require(open.Count < CountMax, $"{CountMax} proposals are open, which is the limit");
        var share = Math.Max(1, CountMax / context.Session.Options.Organisations.Count);
        var own = 0;
        foreach (var proposal in open)
        {
            own += proposal.Approvals[0].Organisation == organisation ? 1 : 0;
        }

        context.Require(own < share, $"{share} open proposals are of {organisation}, which is the limit for each");
    }

    private static void Rotate(ContractCallContext context, string name, byte[] publicKey)
    {
        SystemContracts.RequireMemberOrganisation(context);
        var schedule = ReadSchedule(context);
        var members = Newest(schedule);
        if (members.Find(name) is not { } place)
        {
            throw new ContractRejection($"no validator is named {name}");
        }

        var validator = members.Validators[place.Value];
        if (validator.Organisation != context.Caller.Organisation)
        {
            context.Deny($"only an administrator of {validator.Organisation} rotates the key of {name}");
        }

        var isOther = !validator.PublicKey.Span.SequenceEqual(publicKey);
        context.Require(isOther, $"{name} has this key already");
        var rotated = validator with { PublicKey = publicKey };
        DecideAlone(context, schedule, "rotate", name, With(context, members, place, rotated));
    }

    private static void Rejoin(ContractCallContext context, ulong incarnation)
    {
        var schedule = ReadSchedule(context);
        var members = Newest(schedule);
        var account = context.Session.Account;
        var place = FindByAccount(members, account);
        if (place == null)
        {
            context.Deny($"{account.Name} is not the account of a validator");
        }

        var validator = members.Validators[place.Value.Value];
        if (!validator.PublicKey.Span.SequenceEqual(account.PublicKey))
        {
            context.Deny($"{account.Name} does not sign with the key that it votes with");
        }

        context.Require(incarnation != 0, "incarnation 0 is that of a validator that has not lost its disk");
        context.Require(incarnation != validator.Incarnation, $"{validator.Name} has this incarnation already");
        var rejoined = With(context, members, place.Value, validator with { Incarnation = incarnation });
        DecideAlone(context, schedule, "rejoin", validator.Name, rejoined);
    }

    // Without the other organisations, and so not at every turn.
    private static void DecideAlone(
        ContractCallContext context, MembershipSchedule schedule, string function, string validator, Membership next)
    {
        var (height, consensus) = (context.Session.Block.Height, context.Session.Options.Consensus);
        var log = SoloDecisionLog.Decode(context.State.Get(SoloDecisionsKey));
        var free = log.FreeFrom(function, validator, consensus);
        context.Require(
            height >= free, $"{function} of {validator} was decided a short time ago; it can be again from block {free}");
        Decide(context, schedule, next);
        context.PutLarge(SoloDecisionsKey, log.With(function, validator, height, consensus).Encode());
    }

    // Writes the change down. What was scheduled before is in force by now and becomes the present.
    private static void Decide(ContractCallContext context, MembershipSchedule schedule, Membership next)
    {
        var height = new SequenceNumber(context.Session.Block.Height);
        if (schedule.PendingAt(height) is { } pending)
        {
            context.Reject(
                $"a change of the validators is decided and pending until block {pending.After}; " +
                "the next one is decided after it");
        }

        var after = context.Session.Options.Consensus.ChangeTakesEffectAfter(height);
        var decided = new MembershipSchedule(
            schedule.BaseAt(height), schedule.At(height), new MembershipChange(after, next));
        context.PutLarge(ScheduleKey, decided.Encode());
        foreach (var entry in context.State.Scan(ProposalPrefix))
        {
            context.State.Delete(entry.Key);
        }

        context.Emit("scheduled", new RecordWriter().Long((long)after.Value).Bytes(next.Hash.ToArray()).ToArray());
    }

    // The members with another validator at a place.
    private static Membership With(
        ContractCallContext context, Membership members, ReplicaId place, Validator validator)
    {
        var validators = members.Validators.ToArray();
        validators[place.Value] = validator;
        if (Membership.FlawOf(validators) is { } flaw)
        {
            context.Reject(flaw);
        }

        return new Membership(validators);
    }

    private static ReplicaId? FindByAccount(Membership members, AccountRecord account)
    {
        for (var i = 0; i < members.Count; i++)
        {
            var validator = members.Validators[i];
            if (validator.Organisation == account.Organisation &&
                account.Name == $"{validator.Organisation}/{validator.Name}")
            {
                return new ReplicaId((ushort)i);
            }
        }

        return null;
    }

    private static Membership Newest(MembershipSchedule schedule) => schedule.Change?.Next ?? schedule.Current;

    private static MembershipSchedule ReadSchedule(ContractCallContext context)
    {
        if (context.State.Get(ScheduleKey) is not { } bytes)
        {
            return MembershipSchedule.Genesis(context.Session.Options.Members);
        }

        var schedule = MembershipSchedule.TryDecode(bytes);
        RuntimeInvariantException.Check(schedule != null, "the state's record of the validators is well formed");
        return schedule;
    }

    // Ascending by hash; those whose time is over are left out, and removed when asked.
    private static List<OpenMembershipProposal> ReadOpen(ContractCallContext context, bool dropExpired)
    {
        var open = new List<OpenMembershipProposal>();
        foreach (var entry in context.State.Scan(ProposalPrefix))
        {
            var proposal = OpenMembershipProposal.Decode(entry.Value);
            if (proposal.IsOpenAt(context.Session.BindingHeight))
            {
                open.Add(proposal);
            }
            else if (dropExpired)
            {
                context.State.Delete(entry.Key);
            }
        }

        return open;
    }

    private static StateKey KeyOf(MembershipProposal proposal) => ProposalPrefix.And(proposal.Hash.ToString());

    private static byte[] EventData(Digest hash, string organisation) =>
        new RecordWriter().Bytes(hash.ToArray()).Text(organisation).ToArray();
}
