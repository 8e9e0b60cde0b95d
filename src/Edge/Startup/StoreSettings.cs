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
    public static StoreSettings Read(SettingsReader reader, FailureMode failureMode)
    {
        var kind = reader.Choice("Store:Kind", ("memory", StoreKind.Memory), ("postgres", StoreKind.Postgres));
        if (kind == StoreKind.Memory && reader.Text("Store:ConnectionString") is not null)
        {
            reader.Report("Store:ConnectionString", "config_conflict",
                "expected none with Edge:Store:Kind 'memory', found one (set Edge:Store:Kind to 'postgres')");
        }

        var postgres = PostgresSettings.Read(reader, isUsed: kind == StoreKind.Postgres);
        return new StoreSettings { Kind = kind, FailureMode = failureMode, Postgres = postgres };
    }
}
