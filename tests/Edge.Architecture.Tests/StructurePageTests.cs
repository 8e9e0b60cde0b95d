using System.Text.RegularExpressions;
using Edge.Testing;
using Xunit;

namespace Edge.Architecture.Tests;

/// <summary>The sections on structure in CONTRIBUTING.md and README.md describe the projects as they are.</summary>
public sealed partial class StructurePageTests
{
    private static readonly string Contributing = Repository.Read("CONTRIBUTING.md");
    private static readonly string Readme = Repository.Read("README.md");

    private static readonly List<Dependency> Arrows =
        [.. Arrow().Matches(Section("### Projects")).Select(m => new Dependency(m.Groups["from"].Value, m.Groups["to"].Value))];

    [Fact]
    public void Every_arrow_of_the_diagram_is_a_reference()
    {
        Assert.NotEmpty(Arrows);
        Assert.All(Arrows, arrow => Assert.Contains(arrow.To, Projects.ReferencesOf(arrow.From)));
    }

    [Fact]
    public void Every_reference_follows_the_arrows_of_the_diagram() => Assert.All(Projects.References.Keys, project =>
        Assert.All(Projects.ReferencesOf(project), to => Assert.True(Leads(project, to), $"no arrow leads from {project} to {to}")));

    [Fact]
    public void Every_project_is_in_the_table_and_on_the_map() => Assert.All(Projects.References.Keys, project =>
    {
        Assert.Contains($"| `src/{project}` |", Section("### Projects"), StringComparison.Ordinal);
        Assert.Matches($@"(?m)^src/{Regex.Escape(project)}/ ", Readme);
    });

    [Fact]
    public void Every_path_that_the_pages_name_exists()
    {
        var paths = Named().Matches(Contributing).Concat(Named().Matches(Readme)).Select(m => m.Groups["path"].Value)
            .Concat(OnMap().Matches(Readme).Select(m => m.Groups["path"].Value)).Distinct().ToList();

        Assert.True(paths.Count > 20, $"{paths.Count}");
        Assert.All(paths, path => Assert.True(Exists(path), $"'{path}' does not exist"));
    }

    [Fact]
    public void The_folders_of_the_engine_exist()
    {
        var named = Word().Matches(EngineFolders().Match(Contributing).Value).Select(m => m.Groups["word"].Value).ToList();

        Assert.True(named.Count > 8, $"{named.Count}");
        Assert.All(named, folder => Assert.True(Exists($"src/Edge.Policy/{folder}"), $"'src/Edge.Policy/{folder}' does not exist"));
    }

    [Fact]
    public void The_components_on_the_path_of_a_call_exist_in_the_order_of_the_pipeline()
    {
        var named = Component().Matches(Section("### The path of a call")).Select(m => m.Groups["name"].Value).ToList();
        var types = Projects.Assemblies.SelectMany(a => a.GetTypes()).Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var pipeline = Repository.Read("src", "Edge", "Startup", "EdgePipeline.cs")
            + Repository.Read("src", "Edge.Gateway", "GatewayPipeline.cs");

        Assert.True(named.Count > 8, $"{named.Count}");
        Assert.All(named, name =>
            Assert.True(types.Contains(name) || pipeline.Contains($".{name}(", StringComparison.Ordinal), $"there is no '{name}'"));
        var places = named.Select(Place).Where(place => place >= 0).ToList();
        Assert.True(places.Count > 5, $"{places.Count}");
        Assert.Equal(places.Order(), places);

        int Place(string name) => Regex.Match(pipeline, $@"<{name}>\(|\.{name}\(") is { Success: true } match ? match.Index : -1;
    }

    private static bool Leads(string from, string to) => Arrows.Any(arrow => arrow.From == from && (arrow.To == to || Leads(arrow.To, to)));

    private static bool Exists(string path)
    {
        var full = Path.Combine([Repository.Root, .. path.TrimEnd('/').Split('/')]);
        return path.Contains('*', StringComparison.Ordinal)
            ? Directory.EnumerateFiles(Path.GetDirectoryName(full)!, Path.GetFileName(full)).Any()
            : File.Exists(full) || Directory.Exists(full);
    }

    private static string Section(string heading)
    {
        var from = Contributing.IndexOf($"{heading}\n", StringComparison.Ordinal);
        Assert.True(from >= 0, $"CONTRIBUTING.md has no section '{heading}'");
        var to = Contributing.IndexOf("\n##", from + heading.Length, StringComparison.Ordinal);
        return to < 0 ? Contributing[from..] : Contributing[from..to];
    }

    [GeneratedRegex(@"^    (?<from>Edge[\w.]*) --> (?<to>Edge[\w.]*)$", RegexOptions.Multiline)]
    private static partial Regex Arrow();

    [GeneratedRegex(@"`(?<path>(?:src|tests|config|docs|build)/[\w./*-]+)`")]
    private static partial Regex Named();

    [GeneratedRegex(@"^(?<path>(?:src|tests|config|docs|build|samples)/[\w./-]*) ", RegexOptions.Multiline)]
    private static partial Regex OnMap();

    [GeneratedRegex(@"^The folders of `src/Edge\.Policy`.*?\n\n", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex EngineFolders();

    [GeneratedRegex("`(?<word>[A-Z][a-z]+)`")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[ │├└─▼]*(?<name>[A-Z]\w+) {2,}\S", RegexOptions.Multiline)]
    private static partial Regex Component();
}
