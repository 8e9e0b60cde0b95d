using Edge.Gateway.Settings;
using Edge.Policy.Stores;
using StackExchange.Redis;

namespace Edge.Stores.Redis;

/// <summary>
/// How to reach Redis: the section <c>Edge:Limits</c>. Immutable. The connection string is a secret: it is never logged.
/// </summary>
internal sealed class RedisSettings
{
    /// <summary>
    /// How long Redis may take for a connection or an answer, unless the connection string says otherwise: three seconds.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>How to reach Redis.</summary>
    public required ConfigurationOptions Connection { get; init; }

    /// <summary>What happens to calls while Redis cannot be asked. Default value: closed.</summary>
    public FailureMode FailureMode { get; init; }

    /// <summary>What happens to long windows when Redis has lost its data. Default value: they begin at zero.</summary>
    public LossMode OnLoss { get; init; }

    /// <summary>Reads the section; mistakes are reported to <paramref name="reader"/>, and nothing is reached then.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="connectionString">How to reach Redis where code says so; null for the setting.</param>
    public static RedisSettings Read(SettingsReader reader, string? connectionString = null)
    {
        reader.Choice("Limits:Store", ("redis", true));
        return new RedisSettings
        {
            FailureMode = reader.Choice("Limits:FailureMode", ("closed", FailureMode.Closed), ("open", FailureMode.Open)),
            OnLoss = reader.Choice("Limits:OnLoss", ("go_on", LossMode.GoOn), ("deny", LossMode.Deny)),
            Connection = ReadConnection(reader, connectionString),
        };
    }

    /// <summary>Reads a connection string and sets what Edge promises; null if it cannot be read.</summary>
    /// <remarks>docs/decisions says why each setting is what it is.</remarks>
    public static ConfigurationOptions? Parse(string text)
    {
        ConfigurationOptions options;
        try
        {
            options = ConfigurationOptions.Parse(text, ignoreUnknown: false);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            return null;
        }

        if (options.EndPoints.Count == 0)
            return null;
        if (!Says(text, "connectTimeout"))
            options.ConnectTimeout = (int)Patience.TotalMilliseconds;
        if (!Says(text, "asyncTimeout"))
            options.AsyncTimeout = (int)Patience.TotalMilliseconds;
        if (!Says(text, "keepAlive"))
            options.KeepAlive = 10;
        options.ClientName ??= "edge";
        options.AbortOnConnectFail = true;
        options.AllowAdmin = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ConnectRetry = 1;
        options.ReconnectRetryPolicy = new LinearRetry(250);
        options.IncludeDetailInExceptions = false;
        options.IncludePerformanceCountersInExceptions = false;
        options.ConfigurationChannel = "";
        options.TieBreaker = "";
        return options;
    }

    private static bool Says(string text, string key) => text.Contains($"{key}=", StringComparison.OrdinalIgnoreCase);

    // What was found is not repeated: it may hold a password, and so may the reason why it cannot be read.
    private static ConfigurationOptions ReadConnection(SettingsReader reader, string? given)
    {
        const string Example = "redis:6379,ssl=true";
        var written = reader.Text("Limits:ConnectionString");
        if ((given ?? written) is not { } text)
            reader.Report("Limits:ConnectionString", "config_missing", $"expected how to reach Redis, such as '{Example}', found nothing");
        else if (Parse(text) is { } connection)
            return connection;
        else
            reader.Report("Limits:ConnectionString", "config_wrong_type",
                $"expected a connection string of StackExchange.Redis that names a host, such as '{Example}'; found something else");
        return new ConfigurationOptions();
    }
}
