using System.Text.Json;

namespace Edge.Tests.Telemetry.Logging;

/// <summary>One line of the log as the json formatter writes it.</summary>
internal sealed record JsonLine(string Category, string Message)
{
    /// <summary>Reads one that is exactly one JSON object.</summary>
    public static JsonLine Read(string line)
    {
        using var json = JsonDocument.Parse(line);
        return new JsonLine(json.RootElement.GetProperty(nameof(Category)).GetString()!,
            json.RootElement.GetProperty(nameof(Message)).GetString()!);
    }
}
