using Edge.Gateway.Settings;
using Edge.Policy.Stores;

namespace Edge.Stores.Sqlite;

/// <summary>Which file, and how carefully it is written: part of the section <c>Edge:Store</c>. Immutable.</summary>
internal sealed class SqliteSettings
{
    /// <summary>The file that the program uses where the settings name none.</summary>
    public const string DefaultPath = "data/edge.db";

    /// <summary>The file, relative to the content root.</summary>
    public required string Path { get; init; }

    /// <summary>Whether each change waits for the disk, so that a power failure loses nothing either. Default value: false.</summary>
    public bool Durable { get; init; }

    /// <summary>What happens to calls while the file cannot be written. Default value: closed.</summary>
    public FailureMode FailureMode { get; init; }

    /// <summary>Reads the keys of the file.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="path">The file where code says so; null for the setting.</param>
    public static SqliteSettings Read(SettingsReader reader, string? path = null)
    {
        reader.Choice("Store:Kind", ("sqlite", true));
        var written = reader.Text("Store:Path");
        if ((path ?? written) is null)
            reader.Report("Store:Path", "config_missing", $"expected the file of the store, such as '{DefaultPath}', found nothing");
        return new()
        {
            Path = path ?? written ?? DefaultPath,
            Durable = reader.Flag("Store:Durable"),
            FailureMode = reader.Choice("Store:FailureMode", ("closed", FailureMode.Closed), ("open", FailureMode.Open)),
        };
    }
}
