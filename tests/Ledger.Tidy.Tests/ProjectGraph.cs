using System.Text;
using System.Xml.Linq;

namespace Ledger.Tidy.Tests;

/// <summary>Which project refers to which, read from the project files, and its picture for docs/architecture.md.</summary>
internal static class ProjectGraph
{
    /// <summary>Names of the projects and of those that each refers to. References that only order the build are left out.</summary>
    public static SortedDictionary<string, SortedSet<string>> Read(string folder)
    {
        var graph = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var project in Repository.Projects.Where(p => p.Path.StartsWith(folder, StringComparison.Ordinal)))
        {
            var references = XDocument.Parse(project.Text).Descendants("ProjectReference")
                .Where(r => (string?)r.Attribute("ReferenceOutputAssembly") != "false")
                .Select(r => NameOf((string)r.Attribute("Include")!));
            graph[NameOf(project.Path)] = new SortedSet<string>(references, StringComparer.Ordinal);
        }

        return graph;
    }

    /// <summary>A mermaid drawing of src/: what follows from another arrow is not drawn.</summary>
    public static string Draw()
    {
        var graph = Read("src/");
        var text = new StringBuilder("```mermaid\nflowchart TD\n");
        foreach (var (from, targets) in graph)
        {
            var direct = targets.Where(to => !targets.Any(other => other != to && Reaches(graph, other, to))).ToArray();
            foreach (var to in direct)
            {
                text.Append($"  {Short(from)} --> {Short(to)}\n");
            }

            if (direct.Length == 0)
            {
                text.Append($"  {Short(from)}\n");
            }
        }

        return text.Append("```\n").ToString();
    }

    public static bool Reaches(SortedDictionary<string, SortedSet<string>> graph, string from, string to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<string>(graph.TryGetValue(from, out var first) ? first : []);
        while (waiting.TryPop(out var next))
        {
            if (next == to)
            {
                return true;
            }

            if (seen.Add(next) && graph.TryGetValue(next, out var more))
            {
                foreach (var project in more)
                {
                    waiting.Push(project);
                }
            }
        }

        return false;
    }

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));

    private static string Short(string name) => name["Ledger.".Length..];
}
