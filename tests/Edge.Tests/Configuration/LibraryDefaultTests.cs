using Edge.Hosting;
using Edge.Startup;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace Edge.Tests.Configuration;

/// <summary>Where a library's default would override what Edge promises (docs/decisions/0031).</summary>
public sealed class LibraryDefaultTests
{
    [Fact]
    public async Task No_settings_file_is_watched_by_the_server_or_by_commands()
    {
        var folder = Directory.CreateTempSubdirectory("edge-defaults-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "appsettings.json"), "{}");
        IConfigurationRoot configuration = EdgeApplication.CreateBuilder(["--Edge:KeyFile=k"], folder.FullName).Configuration;
        var files = configuration.Providers.OfType<JsonConfigurationProvider>().ToList();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.False(file.Source.ReloadOnChange, file.ToString()));
        Assert.Equal("k", configuration["Edge:KeyFile"]);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_body_that_pauses_is_bounded_by_the_documented_time_alone()
    {
        await using var edge = await EdgeHost.StartAsync();
        Assert.Null(edge.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.MinRequestBodyDataRate);
    }

    [Fact]
    public async Task A_service_that_breaks_ends_the_program_with_a_code_that_says_so()
    {
        await using var edge = await EdgeHost.StartAsync(services: services => services.AddHostedService<Breaking>());
        using var signals = ActivatorUtilities.CreateInstance<StopSignals>(edge.Services);
        var shutdown = ActivatorUtilities.CreateInstance<Shutdown>(edge.Services, signals);
        var end = shutdown.RunAsync(edge.Services.GetRequiredService<IHost>());
        Assert.Equal(ShutdownEnd.Broke, await end.WaitAsync(Testing.Deadline.Token));
    }

    private sealed class Breaking(IHostApplicationLifetime lifetime) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var started = new TaskCompletionSource();
            await using (lifetime.ApplicationStarted.Register(started.SetResult))
                await started.Task;
            throw new InvalidOperationException("broken");
        }
    }
}
