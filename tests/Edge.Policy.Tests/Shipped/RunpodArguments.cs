using System.Text.Json;

namespace Edge.Policy.Tests.Shipped;

/// <summary>
/// Every argument of every tool of runpod-mcp, by its path (<c>body.cpu[*].id</c>) with its type, as <c>record-tools.mjs</c> wrote it down.
/// The end-to-end tests hold the files against the real servers.
/// </summary>
internal static class RunpodArguments
{
    private static readonly Dictionary<string, Dictionary<string, Dictionary<string, string>>> Surfaces = new()
    {
        ["36"] = Read("runpod-arguments-36.json"),
        ["68"] = Read("runpod-arguments-68.json"),
    };

    /// <summary>The tools of a surface.</summary>
    public static IEnumerable<string> Tools(string surface) => Surfaces[surface].Keys;

    /// <summary>The arguments of a tool of a surface.</summary>
    public static IReadOnlyDictionary<string, string> Of(string surface, string tool) => Surfaces[surface][tool];

    /// <summary>The arguments of a tool on all surfaces.</summary>
    public static IReadOnlyList<string> OfAny(string tool) =>
    [
        .. Surfaces.Values.SelectMany(s => s.GetValueOrDefault(tool)?.Keys ?? Enumerable.Empty<string>())
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    private static Dictionary<string, Dictionary<string, string>> Read(string file) =>
        JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(ShippedFiles.Data(file))!;
}
