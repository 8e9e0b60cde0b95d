using System.Text.Encodings.Web;
using System.Text.Json;

namespace Edge.Cli.Policies;

/// <summary>How the commands that look into policies print JSON.</summary>
internal static class JsonOutput
{
    /// <summary>Indented, with members as <c>lowerCase</c>.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Default,
    };
}
