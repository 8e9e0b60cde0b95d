using System.Net.Sockets;
using Edge.Configuration;
using Edge.Telemetry;

namespace Edge.Cli;

/// <summary><c>edge</c>: serves until it is told to stop.</summary>
internal static class ServeCommand
{
    /// <summary>Runs the gateway; mistakes in settings and policies are printed, all of them, and end it with exit code 2.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        try
        {
            RuntimeSettings.BeforeSockets();
            var builder = EdgeApplication.CreateBuilder(args);
            RuntimeSettings.For(OtlpSettings.Read(builder.Configuration));
            await using var app = EdgeApplication.Build(builder);
            RuntimeSettings.BeforeServing();
            await StartAsync(app, cancellation);
            await app.WaitForShutdownAsync(cancellation);
            return ExitCode.Good;
        }
        catch (StartupException e)
        {
            foreach (var line in e.Lines)
                await Console.Error.WriteLineAsync(line);
            return ExitCode.WrongInput;
        }
    }

    // A port that is taken, or an address that is none, shows only when Kestrel begins to listen.
    private static async Task StartAsync(WebApplication app, CancellationToken cancellation)
    {
        try
        {
            await app.StartEdgeAsync(cancellation);
        }
        catch (Exception e) when (e is IOException or FormatException or InvalidOperationException or SocketException or ArgumentException)
        {
            const string Key = "Kestrel:Endpoints";
            var problem = e is ArgumentOutOfRangeException ? "an address has a port that is none: expected 0 to 65535" : e.Message.TrimEnd('.');
            throw new StartupException([new SettingError(SettingPlaces.Find(app.Configuration, Key), "config_listen", Key, $"cannot listen: {problem}").ToString()]);
        }
    }
}
