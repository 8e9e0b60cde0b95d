using Xunit;

namespace Edge.Architecture.Tests;

/// <summary>Folders depend on each other in one direction.</summary>
public sealed class CycleTests
{
    private static readonly FolderGraph Graph = new(Projects.Assemblies);

    [Fact]
    public void No_folder_depends_on_itself_by_way_of_others()
    {
        var cycles = Graph.Nodes.Select(node => Graph.Way(node, node, KnownCycles.All)).OfType<IReadOnlyList<string>>()
            .DistinctBy(cycle => string.Join(' ', cycle.Order(StringComparer.Ordinal).Distinct()))
            .Select(Describe).ToList();

        Assert.True(cycles.Count == 0, $"Folders depend on each other:{Environment.NewLine}{string.Join(Environment.NewLine, cycles)}");
    }

    [Fact]
    public void Each_known_cycle_still_exists()
    {
        var mended = KnownCycles.All.Where(edge => Graph.Example(edge) is null || Graph.Way(edge.To, edge.From, Others(edge)) is null);

        Assert.True(!mended.Any(), $"No longer needed in {nameof(KnownCycles)}: {string.Join(", ", mended)}");
    }

    private static HashSet<Dependency> Others(Dependency edge) => [.. KnownCycles.All.Where(e => e != edge)];

    private static string Describe(IReadOnlyList<string> cycle)
    {
        var uses = cycle.Zip(cycle.Skip(1), (from, to) => new Dependency(from, to)).Select(edge => $"  {edge}: {Graph.Example(edge)}");
        return string.Join(Environment.NewLine, uses.Prepend(string.Join(" -> ", cycle)));
    }
}
