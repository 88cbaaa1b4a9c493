namespace Ledger.Simulation;

/// <summary>How badly the links behave at present. The defaults are a quiet local network.</summary>
internal sealed class NetworkConditions
{
    /// <summary>Least milliseconds on the way.</summary>
    public int DelayMin { get; set; } = 1;

    /// <summary>Most milliseconds on the way, without faults.</summary>
    public int DelayMax { get; set; } = 4;

    /// <summary>Messages lost, of a hundred.</summary>
    public int LossPercent { get; set; }

    /// <summary>One kind of message that is lost on some links; null for none.</summary>
    public SelectiveLoss? Selective { get; set; }

    /// <summary>Who alone hears PREPARE; null for everyone.</summary>
    public PrepareFunnel? Funnel { get; set; }

    /// <summary>Messages delivered twice, of a hundred.</summary>
    public int DuplicationPercent { get; set; }

    /// <summary>Messages that take up to <see cref="LongDelayMax"/> more, of a hundred.</summary>
    public int LongDelayPercent { get; set; }

    /// <summary>Most milliseconds that such a message takes more.</summary>
    public int LongDelayMax { get; set; } = 100;

    /// <summary>For each hundred messages sent, old ones that are sent once more.</summary>
    public int ReplayPercent { get; set; }

    /// <summary>Back to the quiet network.</summary>
    public void Heal()
    {
        DelayMax = 4;
        LossPercent = 0;
        Selective = null;
        Funnel = null;
        DuplicationPercent = 0;
        LongDelayPercent = 0;
        ReplayPercent = 0;
    }
}
