using System.Net.Sockets;
using System.Security.Cryptography;
using Edge.Gateway.Settings;
using Microsoft.AspNetCore.Connections;

namespace Edge.Admin;

/// <summary>
/// Starts the admin port before the MCP port listens and stops it after that one has drained, so that Edge can be watched and stopped
/// meanwhile. Owned by the gateway.
/// </summary>
internal sealed partial class AdminHost(
    AdminSettings settings, IServiceProvider gateway, IConfiguration configuration, TimeProvider clock, ILogger<AdminHost> logger)
    : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan LastMoment = TimeSpan.FromSeconds(2);

    private WebApplication? _app;

    /// <summary>The address in use, with the port that the system chose if it was to choose; known once started.</summary>
    public Uri Address => new(_app?.Urls.First() ?? throw new InvalidOperationException("The admin port is not open yet."));

    /// <summary>Everything that it answers; known once started.</summary>
    public IReadOnlyList<Endpoint> Endpoints =>
        (_app ?? throw new InvalidOperationException(
        "The admin port is not open yet.")).Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <inheritdoc />
    /// <exception cref="StartupException">The address cannot be bound.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _app = AdminApplication.Build(settings, gateway);
        try
        {
            await _app.StartAsync(cancellationToken);
            Log.Open(logger, Address);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw Fault(SocketError.AddressAlreadyInUse);
        }
        catch (SocketException e)
        {
            throw Fault(e.SocketErrorCode);
        }
        catch (Exception e) when (settings.Address.IsHttps && e is InvalidOperationException or CryptographicException or IOException)
        {
            throw Fault(
                "admin_certificate", $"https needs a certificate in "
                    + $"Kestrel:Certificates:Default: {e.Message.Split('\n')[0].TrimEnd('.', '\r')}");
        }
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_app is null)
            return;
        // Calls have drained by now: a request here that goes on and on must not hold the end up.
        using var over = new CancellationTokenSource(LastMoment, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await _app.StopAsync(end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Its connections are closed when it is disposed.
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;

    // The addresses were tried before: something took this one since.
    private StartupException Fault(SocketError problem) =>
        new([ListenerError.Describe(configuration, AdminSettings.UrlKey, "admin", settings.Address.Text, problem)]);

    private StartupException Fault(string code, string message) => new(
        [new SettingError(SettingPlaces.Find(configuration, AdminSettings.UrlKey), code, AdminSettings.UrlKey, message).ToString()]);

    private static partial class Log
    {
        [LoggerMessage(410, LogLevel.Information, "The admin port is at {Address}.", EventName = nameof(Open))]
        public static partial void Open(ILogger logger, Uri address);
    }
}
