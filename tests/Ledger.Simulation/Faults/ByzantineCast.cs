namespace Ledger.Simulation;

/// <summary>Draws what the Byzantine nodes of a run do: one to four behaviours each, of all there are.</summary>
internal static class ByzantineCast
{
    private const int KindCount = 18;

    /// <summary>Makes a node Byzantine.</summary>
    public static void Corrupt(SimulatedNode node, SeededRandom random)
    {
        node.IsByzantine = true;
        var kinds = new List<int>();
        for (var i = 0; i < KindCount; i++)
        {
            kinds.Add(i);
        }

        random.Shuffle(kinds);
        var count = random.Between(1, 4);
        for (var i = 0; i < count; i++)
        {
            var behaviour = Make(kinds[i], random);
            if (behaviour is RoleBreaker && random.Chance(50))
            {
                // A vote of the primary for each half is worth most when the halves got different batches.
                node.Behaviours.Insert(0, new SplitBatches());
            }

            node.Behaviours.Add(behaviour);
        }
    }

    private static ByzantineBehaviour Make(int kind, SeededRandom random) => kind switch
    {
        0 => new EquivocatingPrimary(),
        1 => new SplitBatches(),
        2 => new RequestForger(),
        3 => new DoubleVoter(),
        4 => new CertificateForger(),
        5 => new SilenceToSome(random.Next() & random.Next()),
        6 => new PreparedHider(),
        7 => new StaleCheckpointLiar(),
        8 => new ViewInflater(),
        9 => new Censor(SimulatedGenesis.ClientAccount(random.Below(SimulatedGenesis.ClientCount))),
        10 => new OldMessageSender(),
        11 => new GarbageSender(),
        12 => new FalseHead(),
        13 => new EquivocatingNewView(),
        14 => new NewViewForger(),
        15 => new OwnVoteForger(),
        16 => new RoleBreaker(),
        _ => new FalseBlockServer(),
    };
}
