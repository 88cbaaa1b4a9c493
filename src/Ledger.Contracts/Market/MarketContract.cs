using Ledger.Chaincode;
using Ledger.Contracts.Registry;

namespace Ledger.Contracts.Market;

/// <summary>
/// The markets of a microgrid, slot by slot (M2 to M9): open, order (in a continuous auction trade), close, clear by the
/// chosen mechanism, check the feeder, seal, deliver, meter, settle, and if somebody objects dispute. A market's id is the
/// microgrid's, for other sessions of the same slots followed by <c>:forward</c>, <c>:adjustment</c> or
/// <c>:reserve</c>.
/// </summary>
[Contract("market")]
public sealed partial class MarketContract
{
    /// <summary>Lets the caller's registered asset take part in all slots opened from now on.</summary>
    [Function]
    [Requires("role", Roles.Consumer, Roles.Prosumer, Roles.ProsumerPlus, Roles.Producer)]
    public void Join(CallContext context, string market)
    {
        context.Require(MarketId.SessionOf(market).Length == 0, "who joins a microgrid joins all its sessions");
        var account = context.Caller.Account;
        var asset = RegistryCalls.Asset(context, account);
        context.Require(
            asset.Microgrid == market, "asset " + asset.AssetId + " belongs to microgrid " + asset.Microgrid);
        var state = new MarketState(context);
        var record = state.Market(market);
        context.Require(!record.ServesNeighbours, "market " + market + " serves other markets, not homes");
        var key = state.Participants.Root.And(market).And(account);
        context.Require(
            state.Participants.Find(key) == null, "account " + account + " has already joined market " + market);
        context.Require(
            record.Participants < MarketLimits.ParticipantsMax, "market " + market + " has 1000 participants");
        var participant = new ParticipantRecord
        {
            Index = record.Participants,
            Account = account,
            MeterId = asset.MeterId,
            CapacityW = asset.CapacityW,
            Bus = asset.Bus,
            AssetClass = asset.AssetClass,
            OriginSet = Origins.OfAssetType(asset.AssetType),
        };
        state.Participants.Put(key, participant);
        state.Members.Put(state.Members.Root.And(market).And(record.Participants), participant);
        record.Participants++;
        state.PutMarket(market, record);
    }

    /// <summary>
    /// Opens a slot for orders. A session other than the spot market needs the spot market's slot opened before, the
    /// adjustment session needs it sealed. Event <c>slotOpened</c>: market (text), slot (long).
    /// </summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public void OpenSlot(CallContext context, string market, long slot)
    {
        SlotRules.Require(context, slot);
        var state = new MarketState(context);
        var record = state.OperatedMarket(market);
        var old = state.FindSlot(market, slot);
        if (old != null)
        {
            context.Reject(
                "slot " + slot + " of market " + market + " is already " + SlotPhase.NameOf(state.PhaseOf(old, slot)));
        }

        RequireOpeningTime(context, market, slot, record.Timetable);
        var zones = record.Rules.IsContinuous ? state.FindZones(market) : null;
        context.Require(
            zones == null || slot < zones.SplitFrom || slot > zones.SplitTo,
            "the supervisor has split market " + market + " in slot " + slot + ", and a continuous auction has no zones");
        var participants = record.Participants;
        var microgrid = MarketId.MicrogridOf(market);
        if (microgrid != market)
        {
            participants = AddSession(context, state, microgrid, market, slot);
        }

        state.PutSlot(market, slot, new SlotRecord
        {
            Phase = SlotPhase.Open,
            Rules = record.Rules,
            Timetable = record.Timetable,
            Participants = participants,
        });
        context.Emit("slotOpened", new RecordWriter().Text(market).Long(slot).ToArray());
    }

    private static void RequireOpeningTime(CallContext context, string market, long slot, Timetable timetable)
    {
        if (!timetable.IsTimed)
        {
            return;
        }

        var now = timetable.Now(context);
        var name = "slot " + slot + " of market " + market;
        context.Require(now >= timetable.OpensAt(slot), name + " opens at " + timetable.OpensAt(slot));
        context.Require(now < timetable.ClosesAt(slot), name + " closed at " + timetable.ClosesAt(slot));
    }

    /// <summary>Enters a session into the spot market's slot; returns the number of participants.</summary>
    private static int AddSession(CallContext context, MarketState state, string microgrid, string market, long slot)
    {
        var isAdjustment = MarketId.SessionOf(market) == MarketId.Adjustment;
        var spot = isAdjustment
            ? state.SlotIn(microgrid, slot, SlotPhase.Sealed)
            : state.SlotBetween(microgrid, slot, SlotPhase.Open, SlotPhase.Sealed);
        var sessions = new string[spot.Sessions.Length + 1];
        for (var i = 0; i < spot.Sessions.Length; i++)
        {
            sessions[i] = spot.Sessions[i];
        }

        sessions[spot.Sessions.Length] = market;
        spot.Sessions = sessions;
        state.PutSlot(microgrid, slot, spot);
        return spot.Participants;
    }
}
