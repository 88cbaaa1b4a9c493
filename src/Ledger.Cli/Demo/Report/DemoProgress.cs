using Ledger.Cli.Output;
using Spectre.Console;

namespace Ledger.Cli.Demo.Report;

/// <summary>
/// Shows how far the demo is: one line for each step, and for the slots a bar where there is a terminal, or a line now
/// and then where there is none. One caller.
/// </summary>
internal sealed class DemoProgress
{
    /// <summary>Without a terminal, a line for so many slots: two hours.</summary>
    private const int SlotsPerLine = 8;

    private readonly Terminal _terminal;
    private ProgressTask? _bar;
    private int _shown;

    public DemoProgress(Terminal terminal)
    {
        _terminal = terminal;
    }

    private bool IsTerminal => _terminal.Console.Profile is { Out.IsTerminal: true, Capabilities.Ansi: true };

    /// <summary>A step begins.</summary>
    public void Step(string text)
    {
        if (IsTerminal)
        {
            // While the bar is there, lines go through the console, which keeps the bar below them.
            _terminal.Console.MarkupLine($"[grey]·[/] {Markup.Escape(text)}");
        }
        else
        {
            _terminal.Line($"· {text}");
        }
    }

    /// <summary>Runs the trading and shows its slots.</summary>
    public async Task TradeAsync(int slots, Func<Task> trade)
    {
        if (!IsTerminal)
        {
            await trade().ConfigureAwait(false);
            return;
        }

        await _terminal.Console.Progress()
            .AutoClear(true)
            .Columns(
                new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async context =>
            {
                _bar = context.AddTask("first slot", maxValue: slots);
                await trade().ConfigureAwait(false);
                _bar = null;
            })
            .ConfigureAwait(false);
    }

    /// <summary>A slot is settled.</summary>
    public void Slot(SlotOutcome outcome)
    {
        var price = outcome.PriceMicro is { } micro ? $"{Amounts.Price(micro)} ¤/kWh" : "no trade";
        var text = $"{SlotSchedule.TimeOf(outcome.Slot)}  {price,-13}  {Amounts.Energy(outcome.ClearedWh),7} kWh  " +
                   $"height {outcome.Height}";
        if (_bar != null)
        {
            _bar.Description = text;
            _bar.Increment(1);
        }
        else if (_shown++ % SlotsPerLine == 0)
        {
            _terminal.Line("  " + text);
        }
    }
}
