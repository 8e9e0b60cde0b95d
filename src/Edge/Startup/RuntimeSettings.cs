using Edge.Telemetry;

namespace Edge.Startup;

/// <summary>Settings of the runtime that are the whole process's: only the program sets them, never a host in a test.</summary>
internal static class RuntimeSettings
{
    private const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
    private const string PollFiles = "DOTNET_USE_POLLING_FILE_WATCHER";

    /// <summary>
    /// Lets what waited for a socket go on where the socket was found ready, instead of on another thread: nothing on the way of a request
    /// blocks (docs/decisions/0017). An operator's own word stays.
    /// </summary>
    public static void BeforeSockets()
    {
        if (Environment.GetEnvironmentVariable(InlineCompletions) is null)
            Environment.SetEnvironmentVariable(InlineCompletions, "1");
    }

    /// <summary>
    /// Lets Kestrel look at the files of its certificates every four seconds, where it would take an inotify instance for each folder: a
    /// user has 128, and Edge must start when they are taken. An operator's own word stays.
    /// </summary>
    public static void BeforeFiles()
    {
        if (Environment.GetEnvironmentVariable(PollFiles) is null)
            Environment.SetEnvironmentVariable(PollFiles, "1");
    }

    /// <summary>
    /// Gives back what reading settings and compiling policies left behind, which nobody collects while nobody calls. Before the meters are
    /// made: moving what they keep ready costs more memory than it gives back.
    /// </summary>
    public static void BeforeServing() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    /// <summary>
    /// The attributes of the server span are made only where spans are sent; ASP.NET makes them for every request otherwise.
    /// </summary>
    public static void For(OtlpSettings settings) =>
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", settings.Traces is null);
}
