using Edge.Configuration;
using Npgsql;

namespace Edge.Stores;

/// <summary>The section <c>Edge:Store</c>. Immutable. Its connection string is a secret: it is never logged and never in a message.</summary>
internal sealed class StoreSettings
{
    /// <summary>Where counts live. Default value: memory.</summary>
    public StoreKind Kind { get; init; }

    /// <summary>How to reach the database; null with <see cref="StoreKind.Memory"/>.</summary>
    public NpgsqlConnectionStringBuilder? Connection { get; init; }

    /// <summary>What becomes of calls while the database cannot be asked. Default value: closed.</summary>
    public FailureMode FailureMode { get; init; }

    /// <summary>The most connections that one Edge keeps. Default value: 20.</summary>
    public int MaxConnections { get; init; } = 20;

    /// <summary>How long one call may wait for a connection, be it new or in use by others. Default value: 3 seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the database may take for one answer. Default value: 3 seconds.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Reads the section.</summary>
    public static StoreSettings Read(SettingsReader reader)
    {
        var usual = new StoreSettings();
        var settings = new StoreSettings
        {
            Kind = reader.Choice("Store:Kind", ("memory", StoreKind.Memory), ("postgres", StoreKind.Postgres)),
            FailureMode = reader.Choice("Store:FailureMode", ("closed", FailureMode.Closed), ("open", FailureMode.Open)),
            MaxConnections = (int)reader.Number("Store:MaxConnections", usual.MaxConnections, 1, 1000),
            ConnectTimeout = reader.Duration("Store:ConnectTimeout", usual.ConnectTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
            CommandTimeout = reader.Duration("Store:CommandTimeout", usual.CommandTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
            Connection = ReadConnection(reader),
        };
        if (settings.Kind == StoreKind.Postgres && reader.Text("Store:ConnectionString") is null)
        {
            reader.Report("Store:ConnectionString", "config_missing",
                "expected how to reach the database, such as 'Host=db;Database=edge;Username=edge;Passfile=/run/secrets/pgpass', found nothing");
        }

        if (settings.Kind == StoreKind.Memory && reader.Text("Store:ConnectionString") is not null)
        {
            reader.Report("Store:ConnectionString", "config_conflict",
                "expected none with Edge:Store:Kind 'memory', found one (set Edge:Store:Kind to 'postgres')");
        }

        return settings;
    }

    // What was found is not repeated: it may hold a password, and so may the reason why it cannot be read.
    private static NpgsqlConnectionStringBuilder? ReadConnection(SettingsReader reader)
    {
        if (reader.Text("Store:ConnectionString") is not { } text)
            return null;
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(text);
            if (!string.IsNullOrEmpty(connection.Host))
                return connection;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // Reported below.
        }

        reader.Report("Store:ConnectionString", "config_wrong_type",
            "expected a connection string of Npgsql that names a host, such as 'Host=db;Database=edge;Username=edge;Passfile=/run/secrets/pgpass'; found something else");
        return null;
    }
}
