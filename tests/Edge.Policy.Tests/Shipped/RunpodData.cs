using System.Text.Json;
using System.Text.Json.Serialization;

namespace Edge.Policy.Tests.Shipped;

/// <summary>The data files about runpod-mcp, read once. An unknown member in them is an error.</summary>
internal static class RunpodData
{
    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow
    };

    /// <summary>Every row of the table of tools.</summary>
    public static TableRow[] Table { get; } = Read<TableRow>("runpod-table.json");

    /// <summary>Every known way past a naive gateway.</summary>
    public static BypassCase[] Bypasses { get; } = Read<BypassCase>("runpod-bypasses.json");

    /// <summary>What somebody would do with an agent's calls.</summary>
    public static BypassCase[] Attacks { get; } = Read<BypassCase>("runpod-attacks.json");

    /// <summary>Everyday calls.</summary>
    public static RunpodCall[] Legitimate { get; } = Read<RunpodCall>("runpod-legitimate.json");

    /// <summary>The row of a tool on a surface.</summary>
    public static TableRow Row(string tool, string surface) => Table.Single(r => r.Tool == tool && r.Surface == surface);

    private static T[] Read<T>(string file) => JsonSerializer.Deserialize<T[]>(ShippedFiles.Data(file), Strict)!;
}
