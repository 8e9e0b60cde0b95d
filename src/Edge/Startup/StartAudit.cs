using Edge.Gateway.Audit;
using Edge.Gateway.Files;
using Edge.Gateway.Settings;
using Edge.Gateway.Telemetry.Metrics;

namespace Edge.Startup;

/// <summary>Opens the folder of the audit records at the start, where one that cannot be used stops it.</summary>
internal static partial class StartAudit
{
    /// <summary>Opens it, or says that nothing is recorded.</summary>
    /// <exception cref="StartupException">It cannot be used.</exception>
    public static void Open(WebApplication app)
    {
        if (app.Services.GetService<AuditWriter>() is not { } writer)
        {
            Log.NothingRecorded(app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Edge.Start"));
            return;
        }

        try
        {
            writer.Open();
            app.Services.GetRequiredService<EdgeMetrics>().AuditOpened(() => writer.Records, () => writer.Dropped);
        }
        catch (InvalidDataException e)
        {
            throw Fault(app, "audit_broken", $"the chain of records cannot go on: {e.Message} (move the folder away to begin a new chain)");
        }
        catch (AuditUnsafeException e)
        {
            throw Fault(app, "audit_unsafe", e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var hint = e is UnauthorizedAccessException
                ? FolderHint.For(Path.Combine(app.Environment.ContentRootPath, app.Services.GetRequiredService<AuditSettings>().Path!))
                : "";
            var problem = $"the folder of the records cannot be used: {e.Message.TrimEnd('.')}";
            throw Fault(app, "audit_unusable", $"{problem} (each Edge needs a folder of its own, which it may write to){hint}");
        }
    }

    private static StartupException Fault(WebApplication app, string code, string message) =>
        new([new SettingError(SettingPlaces.Find(app.Configuration, AuditSettings.PathKey), code, AuditSettings.PathKey,
        message).ToString()]);

    private static partial class Log
    {
        [LoggerMessage(9, LogLevel.Warning, "Decisions are not recorded: Edge:Audit:Path is empty.", EventName = nameof(NothingRecorded))]
        public static partial void NothingRecorded(ILogger logger);
    }
}
