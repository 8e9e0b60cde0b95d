using Edge.Gateway.Settings;
using Edge.Policy.Stores;
using Edge.Stores.Postgres;

namespace Edge.Startup;

/// <summary>The section <c>Edge:Store</c>. Immutable.</summary>
internal sealed class StoreSettings
{
    /// <summary>Where counts live. Default value: memory.</summary>
    public StoreKind Kind { get; init; }

    /// <summary>What happens to calls while the store cannot be asked. Default value: closed.</summary>
    public FailureMode FailureMode { get; init; }

    /// <summary>How to reach the database, with <see cref="StoreKind.Postgres"/>.</summary>
    public required PostgresSettings Postgres { get; init; }

    /// <summary>Reads the section.</summary>
    public static StoreSettings Read(SettingsReader reader)
    {
        var kind = reader.Choice("Store:Kind", ("memory", StoreKind.Memory), ("postgres", StoreKind.Postgres));
        var failureMode = reader.Choice("Store:FailureMode", ("closed", FailureMode.Closed), ("open", FailureMode.Open));
        var settings = new StoreSettings { Kind = kind, FailureMode = failureMode, Postgres = PostgresSettings.Read(reader, failureMode) };
        if (settings.Kind == StoreKind.Postgres && reader.Text("Store:ConnectionString") is null)
        {
            reader.Report("Store:ConnectionString", "config_missing",
                "expected how to reach the database, such as 'Host=db;Database=edge;Username=edge;Passfile=/run/secrets/pgpass', found "
                    + "nothing");
        }

        if (settings.Kind == StoreKind.Memory && reader.Text("Store:ConnectionString") is not null)
        {
            reader.Report("Store:ConnectionString", "config_conflict",
                "expected none with Edge:Store:Kind 'memory', found one (set Edge:Store:Kind to 'postgres')");
        }

        return settings;
    }
}
