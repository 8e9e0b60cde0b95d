using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace Edge.Architecture.Tests;

/// <summary>
/// Which folder of the projects uses which. A node is a folder directly below a project, or below <c>Enforcement</c>; deeper folders belong
/// to it. A project's own root is above its folders: it may use all of them, and is not a node.
/// </summary>
internal sealed class FolderGraph
{
    private readonly Dictionary<string, SortedDictionary<string, string>> _uses = new(StringComparer.Ordinal);

    /// <summary>Reads the graph from the code that was compiled: signatures, fields, attributes and bodies of methods.</summary>
    public FolderGraph(IReadOnlyList<Assembly> assemblies)
    {
        var architecture = new ArchLoader().LoadAssemblies([.. assemblies]).Build();
        foreach (var type in architecture.Types)
        {
            if (Node(type) is not { } from)
                continue;
            Nodes.Add(from);
            // A type parameter is known by its bare name, and may seem to be declared anywhere.
            foreach (var target in type.Dependencies.Select(d => d.Target).Where(t => t is not GenericParameter))
            {
                if (Node(target) is { } to && to != from)
                    Add(from, to, $"{type.Name} uses {target.Name}");
            }
        }
    }

    /// <summary>Every folder that has a type.</summary>
    public SortedSet<string> Nodes { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether <paramref name="edge"/> exists, with one example of a use.</summary>
    public string? Example(Dependency edge) => _uses.GetValueOrDefault(edge.From)?.GetValueOrDefault(edge.To);

    /// <summary>The shortest way from one folder to another, both ends included; null where there is none.</summary>
    /// <param name="from">Where the way begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="without">Uses that do not count.</param>
    public IReadOnlyList<string>? Way(string from, string to, IReadOnlySet<Dependency> without)
    {
        var cameFrom = new Dictionary<string, string>(StringComparer.Ordinal);
        var open = new Queue<string>([from]);
        while (open.TryDequeue(out var node))
        {
            foreach (var next in Targets(node).Where(n => !without.Contains(new Dependency(node, n)) && cameFrom.TryAdd(n, node)))
            {
                if (next == to)
                    return Trace(from, to, cameFrom);
                open.Enqueue(next);
            }
        }

        return null;
    }

    private static List<string> Trace(string from, string to, Dictionary<string, string> cameFrom)
    {
        var way = new List<string> { to };
        for (var node = cameFrom[to]; node != from; node = cameFrom[node])
            way.Add(node);
        way.Add(from);
        way.Reverse();
        return way;
    }

    private string[] Targets(string node) => _uses.TryGetValue(node, out var targets) ? [.. targets.Keys] : [];

    private void Add(string from, string to, string example)
    {
        if (!_uses.TryGetValue(from, out var targets))
            _uses.Add(from, targets = new(StringComparer.Ordinal));
        targets.TryAdd(to, example);
    }

    private static string? Node(IType type)
    {
        if (type.Namespace?.FullName is not { } name)
            return null;
        if (Projects.RootNamespaces.FirstOrDefault(root => name == root || IsBelow(name, root)) is not { } project || name == project)
            return null;
        var folders = name[(project.Length + 1)..].Split('.');
        var depth = folders is ["Enforcement", _, ..] ? 2 : 1;
        return $"{project}/{string.Join('/', folders.Take(depth))}";
    }

    private static bool IsBelow(string name, string root) =>
        name.StartsWith(root, StringComparison.Ordinal) && name.Length > root.Length && name[root.Length] == '.';
}
