namespace Ledger.Cli.Report.Document;

/// <summary>The style sheet of a page: light and dark as the reader's system has it, and plain on paper.</summary>
internal static class ReportStyle
{
    /// <summary>The sheet, without its element.</summary>
    public const string Sheet = """
        :root{color-scheme:light dark;--back:#fff;--text:#1b1f24;--soft:#5b6570;--line:#d5dae0;--band:#f4f6f8;--zero:#8b95a0;
        --c0:#0b6bcb;--c1:#d9730d;--c2:#2a8a4a;--c3:#8a3ffc;--c4:#c2255c;--c5:#00838f;--c6:#8d6e00;--c7:#5c677d}
        @media (prefers-color-scheme:dark){:root{--back:#14181d;--text:#e6e9ed;--soft:#9aa5b1;--line:#333c46;--band:#1b2128;
        --zero:#6b7683;--c0:#5eb0ff;--c1:#ffa64d;--c2:#63cf86;--c3:#b794ff;--c4:#ff7aa8;--c5:#4dd0e1;--c6:#e0c04a;--c7:#a3adbf}}
        body{margin:2rem auto;max-width:76rem;padding:0 1rem;background:var(--back);color:var(--text);
        font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
        h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:2.2rem 0 .4rem}.sub,.note,.none,footer{color:var(--soft)}
        a{color:inherit}dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:.6rem 1.4rem;margin:1.2rem 0}
        dl div{border-top:2px solid var(--line);padding-top:.25rem}dt{color:var(--soft);font-size:.85rem}
        dd{margin:0;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
        .wide{overflow-x:auto}table{border-collapse:collapse;font-size:.86rem;font-variant-numeric:tabular-nums}
        th,td{padding:.28rem .6rem;text-align:left;white-space:nowrap;border-bottom:1px solid var(--line)}
        th{color:var(--soft);font-weight:600;vertical-align:bottom}.n{text-align:right}
        tbody tr:nth-child(even){background:var(--band)}tr:target{outline:2px solid var(--c1)}
        .id{font-family:ui-monospace,monospace;font-size:.8rem}
        figure{margin:1.4rem 0}figcaption{font-weight:600;margin-bottom:.3rem}svg{width:100%;height:auto;display:block}
        .tick{font-size:11px;fill:var(--soft)}.end{text-anchor:end}.mid{text-anchor:middle}
        .grid{stroke:var(--line)}.zero{stroke:var(--zero)}path{fill:none;stroke-width:1.8;stroke-linejoin:round}
        .l0{stroke:var(--c0)}.l1{stroke:var(--c1)}.l2{stroke:var(--c2)}.l3{stroke:var(--c3)}
        .l4{stroke:var(--c4)}.l5{stroke:var(--c5)}.l6{stroke:var(--c6)}.l7{stroke:var(--c7)}
        .b0{fill:var(--c0);background:var(--c0)}.b1{fill:var(--c1);background:var(--c1)}
        .b2{fill:var(--c2);background:var(--c2)}.b3{fill:var(--c3);background:var(--c3)}
        .b4{fill:var(--c4);background:var(--c4)}.b5{fill:var(--c5);background:var(--c5)}
        .b6{fill:var(--c6);background:var(--c6)}.b7{fill:var(--c7);background:var(--c7)}
        .legend{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;padding:0;margin:.3rem 0;font-size:.86rem}
        .key{display:inline-block;width:.75rem;height:.75rem;border-radius:2px;margin-right:.4rem;print-color-adjust:exact}
        @media print{:root{color-scheme:light;--back:#fff;--text:#000;--soft:#444;--line:#bbb;--band:#fff}
        body{margin:0;max-width:none;font-size:10pt}.wide{overflow:visible}table{font-size:7.5pt}th,td{padding:.1rem .3rem}
        figure,tr{break-inside:avoid}thead{display:table-header-group}}
        """;
}
