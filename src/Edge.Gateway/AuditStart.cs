using Edge.Gateway.Audit;
using Edge.Gateway.Files;
using Edge.Gateway.Settings;
using Edge.Gateway.Telemetry.Metrics;

namespace Edge.Gateway;

/// <summary>Opens the folder of the audit records at the start, where one that cannot be used stops it.</summary>
internal static partial class AuditStart
{
    /// <summary>Opens it, or says that nothing is recorded.</summary>
    /// <exception cref="StartupException">It cannot be used.</exception>
    public static void Open(IServiceProvider services)
    {
        if (services.GetService<AuditWriter>() is not { } writer)
        {
            Log.NothingRecorded(services.GetRequiredService<ILoggerFactory>().CreateLogger("Edge.Start"));
            return;
        }

        try
        {
            writer.Open();
            services.GetRequiredService<EdgeMetrics>().AuditOpened(() => writer.Records, () => writer.Dropped);
        }
        catch (InvalidDataException e)
        {
            throw Fault(services,
                "audit_broken", $"the chain of records cannot go on: {e.Message} (move the folder away to begin a new chain)");
        }
        catch (AuditUnsafeException e)
        {
            throw Fault(services, "audit_unsafe", e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var hint = e is UnauthorizedAccessException
                ? FolderHint.For(Path.Combine(services.GetRequiredService<IHostEnvironment>().ContentRootPath,
                services.GetRequiredService<AuditSettings>().Path!))
                : "";
            var problem = $"the folder of the records cannot be used: {e.Message.TrimEnd('.')}";
            throw Fault(services, "audit_unusable", $"{problem} (each Edge needs a folder of its own, which it may write to){hint}");
        }
    }

    private static StartupException Fault(IServiceProvider services, string code, string message) =>
        new([new SettingError(SettingPlaces.Find(services.GetRequiredService<IConfiguration>(), AuditSettings.PathKey), code,
        AuditSettings.PathKey, message).ToString()]);

    private static partial class Log
    {
        [LoggerMessage(9, LogLevel.Warning, "Decisions are not recorded: Edge:Audit:Path is empty.", EventName = nameof(NothingRecorded))]
        public static partial void NothingRecorded(ILogger logger);
    }
}
