using System.Globalization;
using System.Net;

namespace Ledger.Cli.Report.Document;

/// <summary>
/// Draws one chart as SVG inside a page, whose style sheet colours it (<see cref="ReportStyle"/>). Title, description and the
/// value of every mark can be read without seeing it; every mark leads to its slot's row. Coordinates are whole tenths of a
/// pixel. One use, one caller.
/// </summary>
internal sealed class SvgChart
{
    private const long Width = 9_600;
    private const long Height = 3_000;
    private const long Left = 1_050;
    private const long Right = 9_500;
    private const long Top = 100;
    private const long Bottom = 2_640;
    private const int TickLabelsMax = 12;
    private const int DotsMax = 400;
    private const long SecondsPerDay = 86_400;

    private readonly ReportChart _chart;
    private readonly ReportClock _clock;
    private readonly TextWriter _output;
    private readonly ChartAxis _axis;

    private SvgChart(ReportChart chart, ReportClock clock, TextWriter output)
    {
        _chart = chart;
        _clock = clock;
        _output = output;
        var (least, most) = Bounds(chart);
        _axis = ChartAxis.For(least, most, IsBars);
    }

    private bool IsBars => _chart.Kind is ReportChartKind.Bar or ReportChartKind.StackedBar;

    /// <summary>Writes the chart, with its legend, as a figure.</summary>
    /// <param name="chart">The chart; without labels or values it becomes a sentence.</param>
    /// <param name="number">Makes ids unique on the page.</param>
    /// <param name="clock">In whose time slots are labelled.</param>
    /// <param name="output">Where it goes.</param>
    public static void Write(ReportChart chart, int number, ReportClock clock, TextWriter output)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(chart.Series.Count, ReportChart.SeriesMax);
        output.Write($"<figure>\n<figcaption>{Escape(chart.Title)}</figcaption>\n");
        if (chart.Series.All(s => s.Values.All(v => v == null)))
        {
            output.Write("<p class=\"none\">No values in this period.</p>\n</figure>\n");
            return;
        }

        new SvgChart(chart, clock, output).Draw(number);
        output.Write("</figure>\n");
    }

    private static (Int128 Least, Int128 Most) Bounds(ReportChart chart)
    {
        var values = chart.Series.SelectMany(s => s.Values).OfType<Int128>().ToArray();
        if (chart.Kind != ReportChartKind.StackedBar)
        {
            return (values.Min(), values.Max());
        }

        Int128 least = 0;
        Int128 most = 0;
        for (var i = 0; i < chart.Labels.Count; i++)
        {
            Int128 up = 0;
            Int128 down = 0;
            foreach (var series in chart.Series)
            {
                var value = series.Values[i] ?? 0;
                up += value > 0 ? value : 0;
                down += value < 0 ? value : 0;
            }

            (least, most) = (Int128.Min(least, down), Int128.Max(most, up));
        }

        return (least, most);
    }

    private static string At(long tenths) =>
        string.Create(CultureInfo.InvariantCulture, $"{tenths / 10}.{Math.Abs(tenths % 10)}");

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private void Draw(int number)
    {
        _output.Write(
            $"<svg viewBox=\"0 0 {Width / 10} {Height / 10}\" role=\"img\" aria-labelledby=\"chart{number}t chart{number}d\">\n" +
            $"<title id=\"chart{number}t\">{Escape(_chart.Title)}</title>\n" +
            $"<desc id=\"chart{number}d\">{Escape(_chart.Description)}</desc>\n");
        DrawAxis();
        DrawLabels();
        for (var i = 0; i < _chart.Series.Count; i++)
        {
            if (!IsBars)
            {
                DrawLine(i);
            }
        }

        for (var i = 0; IsBars && i < _chart.Labels.Count; i++)
        {
            DrawBars(i);
        }

        _output.Write("</svg>\n<ul class=\"legend\">");
        for (var i = 0; i < _chart.Series.Count; i++)
        {
            _output.Write($"<li><span class=\"key b{i}\"></span>{Escape(_chart.Series[i].Name)}</li>");
        }

        _output.Write("</ul>\n");
    }

    private void DrawAxis()
    {
        for (var value = _axis.Low; value <= _axis.High; value += _axis.Step)
        {
            var y = At(Y(value));
            _output.Write(
                $"<line class=\"{(value == 0 ? "zero" : "grid")}\" x1=\"{At(Left)}\" x2=\"{At(Right)}\" y1=\"{y}\" y2=\"{y}\"/>" +
                $"<text class=\"tick end\" x=\"{At(Left - 80)}\" y=\"{At(Y(value) + 40)}\">" +
                $"{Escape(Quantity.Short(value, _chart.Unit))}</text>\n");
        }

        var unit = Quantity.UnitOf(_chart.Unit);
        if (unit.Length > 0)
        {
            _output.Write($"<text class=\"tick\" x=\"{At(20)}\" y=\"{At(Top + 1_200)}\">{Escape(unit)}</text>\n");
        }
    }

    private void DrawLabels()
    {
        var labels = _chart.Labels;
        var every = (labels.Count + TickLabelsMax - 1) / TickLabelsMax;
        var isLong = labels[0] is long first && labels[^1] is long last && last - first > 2 * SecondsPerDay;
        for (var i = 0; i < labels.Count; i += every)
        {
            var text = labels[i] is long slot ? (isLong ? _clock.Day(slot) : _clock.Hour(slot)) : (string)labels[i];
            _output.Write($"<text class=\"tick mid\" x=\"{At(Centre(i))}\" y=\"{At(Bottom + 180)}\">{Escape(text)}</text>\n");
        }
    }

    private void DrawLine(int index)
    {
        var values = _chart.Series[index].Values;
        var path = new System.Text.StringBuilder();
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is not { } value)
            {
                continue;
            }

            var begins = i == 0 || values[i - 1] == null;
            var y = At(Y(value));
            path.Append(_chart.Kind == ReportChartKind.Step
                ? $"{(begins ? "M" : "L")}{At(X(i))} {y}L{At(X(i + 1))} {y}"
                : $"{(begins ? "M" : "L")}{At(Centre(i))} {y}");
        }

        _output.Write($"<path class=\"l{index}\" d=\"{path}\"/>\n");
        for (var i = 0; i < values.Count && values.Count <= DotsMax; i++)
        {
            if (values[i] is { } value)
            {
                Mark(i, index, value, $"<circle class=\"b{index}\" cx=\"{At(Centre(i))}\" cy=\"{At(Y(value))}\" r=\"2.6\">", "circle");
            }
        }
    }

    private void DrawBars(int label)
    {
        var isStacked = _chart.Kind == ReportChartKind.StackedBar;
        var space = (X(label + 1) - X(label)) * 8 / 10;
        var width = Math.Max(4, isStacked ? space : space / _chart.Series.Count);
        var x = Centre(label) - (isStacked ? width / 2 : width * _chart.Series.Count / 2);
        Int128 up = 0;
        Int128 down = 0;
        for (var i = 0; i < _chart.Series.Count; i++)
        {
            if (_chart.Series[i].Values[label] is not { } value || value == 0)
            {
                continue;
            }

            var from = !isStacked ? 0 : value > 0 ? up : down;
            (up, down) = value > 0 ? (up + value, down) : (up, down + value);
            var (top, bottom) = (Y(Int128.Max(from, from + value)), Y(Int128.Min(from, from + value)));
            var left = isStacked ? x : x + (i * width);
            Mark(
                label, i, value,
                $"<rect class=\"b{i}\" x=\"{At(left)}\" y=\"{At(top)}\" width=\"{At(width)}\" height=\"{At(Math.Max(5, bottom - top))}\">",
                "rect");
        }
    }

    /// <summary>A mark with its value as text, and as a link to its slot where it has one.</summary>
    private void Mark(int label, int series, Int128 value, string begin, string element)
    {
        var where = _chart.Labels[label] is long slot ? _clock.Minute(slot) : (string)_chart.Labels[label];
        var text = $"{where}, {_chart.Series[series].Name}: " +
            $"{Quantity.Text(value, _chart.Unit)} {Quantity.UnitOf(_chart.Unit)}".TrimEnd();
        var mark = $"{begin}<title>{Escape(text)}</title></{element}>";
        _output.Write(_chart.Labels[label] is long start
            ? string.Create(CultureInfo.InvariantCulture, $"<a href=\"#slot-{start}\">{mark}</a>\n")
            : mark + "\n");
    }

    private long Y(Int128 value) => Top + _axis.Place(value, Bottom - Top);

    private long X(int label) => Left + ((Right - Left) * label / _chart.Labels.Count);

    private long Centre(int label) => (X(label) + X(label + 1)) / 2;
}
