using Edge.Gateway.Settings;
using Edge.Policy.Stores;
using Npgsql;

namespace Edge.Stores.Postgres;

/// <summary>
/// How to reach the database: part of the section <c>Edge:Store</c>. Immutable. The connection string is a secret: it is never logged.
/// </summary>
internal sealed class PostgresSettings
{
    /// <summary>How to reach the database; null if the settings do not say so.</summary>
    public NpgsqlConnectionStringBuilder? Connection { get; init; }

    /// <summary>What happens to calls while the database cannot be asked. Default value: closed.</summary>
    public FailureMode FailureMode { get; init; }

    /// <summary>The most connections that one Edge keeps. Default value: 20.</summary>
    public int MaxConnections { get; init; } = 20;

    /// <summary>How long one call may wait for a connection, new or in use by others. Default value: 3 seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the database may take for one answer. Default value: 3 seconds.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Reads the keys of the database; mistakes are reported to <paramref name="reader"/>.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="connectionString">How to reach the database where code says so; null for the setting.</param>
    /// <param name="isUsed">Whether there is to be a database.</param>
    public static PostgresSettings Read(SettingsReader reader, string? connectionString = null, bool isUsed = true)
    {
        var usual = new PostgresSettings();
        if (isUsed)
            reader.Choice("Store:Kind", ("postgres", true));
        return new()
        {
            FailureMode = reader.Choice("Store:FailureMode", ("closed", FailureMode.Closed), ("open", FailureMode.Open)),
            MaxConnections = (int)reader.Number("Store:MaxConnections", usual.MaxConnections, 1, 1000),
            ConnectTimeout = reader.Duration("Store:ConnectTimeout", usual.ConnectTimeout, TimeSpan.FromSeconds(1),
                TimeSpan.FromMinutes(1)),
            CommandTimeout = reader.Duration("Store:CommandTimeout", usual.CommandTimeout, TimeSpan.FromSeconds(1),
                TimeSpan.FromMinutes(1)),
            Connection = isUsed ? ReadConnection(reader, connectionString) : null,
        };
    }

    // What was found is not repeated: it may hold a password, and so may the reason why it cannot be read.
    private static NpgsqlConnectionStringBuilder? ReadConnection(SettingsReader reader, string? given)
    {
        var written = reader.Text("Store:ConnectionString");
        if ((given ?? written) is not { } text)
        {
            reader.Report("Store:ConnectionString", "config_missing",
                "expected how to reach the database, such as 'Host=db;Database=edge;Username=edge;Passfile=/run/secrets/pgpass', found "
                    + "nothing");
            return null;
        }

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

        const string Example = "Host=db;Database=edge;Username=edge;Passfile=/run/secrets/pgpass";
        reader.Report(
            "Store:ConnectionString", "config_wrong_type",
            $"expected a connection string of Npgsql that names a host, such as '{Example}'; found something else");
        return null;
    }
}
