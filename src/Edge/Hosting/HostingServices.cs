namespace Edge.Hosting;

/// <summary>Registers what makes a host the program: only the program adds it, never a host in a test.</summary>
internal static class HostingServices
{
    /// <summary>Adds signals and shutdown.</summary>
    public static void AddShutdown(this IServiceCollection services)
    {
        services.AddSingleton<StopSignals>();
        services.AddSingleton<IHostLifetime>(p => p.GetRequiredService<StopSignals>());
        services.AddSingleton<Shutdown>();
        // Shutdown decides when the time is over, so that it can count what is cut.
        services.PostConfigure<HostOptions>(o => o.ShutdownTimeout = Timeout.InfiniteTimeSpan);
    }
}
