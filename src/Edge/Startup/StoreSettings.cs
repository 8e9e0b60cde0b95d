using Edge.Gateway.Settings;
using Edge.Policy.Stores;
using Edge.Stores.Postgres;
using Edge.Stores.Sqlite;

namespace Edge.Startup;

/// <summary>The section <c>Edge:Store</c>. Immutable.</summary>
internal sealed class StoreSettings
{
    /// <summary>Where counts live. Default value: sqlite.</summary>
    public StoreKind Kind { get; init; }

    /// <summary>What happens to calls while the store cannot be asked. Default value: closed.</summary>
    public FailureMode FailureMode { get; init; }

    /// <summary>The file, with <see cref="StoreKind.Sqlite"/>. Default value: <c>data/edge.db</c>.</summary>
    public required string Path { get; init; }

    /// <summary>How to reach the database, with <see cref="StoreKind.Postgres"/>.</summary>
    public required PostgresSettings Postgres { get; init; }

    /// <summary>Reads the section.</summary>
    public static StoreSettings Read(SettingsReader reader, FailureMode failureMode)
    {
        var kind = reader.Choice(
            "Store:Kind", ("sqlite", StoreKind.Sqlite), ("memory", StoreKind.Memory), ("postgres", StoreKind.Postgres));
        if (kind != StoreKind.Postgres && reader.Text("Store:ConnectionString") is not null)
        {
            reader.Report("Store:ConnectionString", "config_conflict",
                $"expected none with Edge:Store:Kind '{(kind == StoreKind.Memory ? "memory" : "sqlite")}', found one (set Edge:Store:Kind to "
                + "'postgres')");
        }

        // Written for every kind, so that another kind in the environment does not need another file.
        var path = reader.Text("Store:Path", SqliteSettings.DefaultPath)!;
        reader.Flag("Store:Durable");
        var postgres = PostgresSettings.Read(reader, isUsed: kind == StoreKind.Postgres);
        return new StoreSettings { Kind = kind, FailureMode = failureMode, Path = path, Postgres = postgres };
    }
}
