using Edge.Gateway.Settings;

namespace Edge.Gateway;

/// <summary>The section <c>Edge:Results</c>.</summary>
internal sealed record ResultSettings
{
    /// <summary>The longest answer, or event of a stream, that is judged, in bytes; longer ones are withheld.</summary>
    public required int MaxHeldBytes { get; init; }

    /// <summary>Reads the section; the mistakes are the reader's.</summary>
    public static ResultSettings Read(SettingsReader reader) => new()
    {
        MaxHeldBytes = (int)reader.Number("Results:MaxHeldBytes", 16 * 1024 * 1024, 64 * 1024, 256 * 1024 * 1024),
    };
}
