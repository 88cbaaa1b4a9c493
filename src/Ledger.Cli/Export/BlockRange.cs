namespace Ledger.Cli.Export;

/// <summary>Blocks to export, both ends included; none when the last is below the first.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last.</param>
internal readonly record struct BlockRange(ulong From, ulong To)
{
    /// <summary>What is asked for, within what there is.</summary>
    /// <param name="from">The first that is asked for; null for the lowest that is kept.</param>
    /// <param name="to">The last; null for the newest.</param>
    /// <param name="lowest">The lowest that is kept.</param>
    /// <param name="height">The newest.</param>
    /// <exception cref="CommandException">It is not there: bad input.</exception>
    public static BlockRange Of(ulong? from, ulong? to, ulong lowest, ulong height)
    {
        if (from < lowest && from > 0)
        {
            throw CommandException.BadInput($"block {from} is no longer kept; the lowest that is kept is {lowest}");
        }

        if (to > height)
        {
            throw CommandException.BadInput($"there is no block {to} yet; the newest is {height}");
        }

        if (from == 0 || to == 0 || from > to || from > height)
        {
            throw CommandException.BadInput($"there are no blocks from {from ?? lowest} to {to ?? height}");
        }

        return new BlockRange(from ?? lowest, to ?? height);
    }
}
