using System.Net.Sockets;
using System.Security.Cryptography;
using Edge.Gateway.Settings;
using Edge.Hosting;
using Edge.Startup;
using Edge.Telemetry;

namespace Edge.Cli;

/// <summary><c>edge</c>: serves until it is told to stop.</summary>
internal static class ServeCommand
{
    /// <summary>
    /// Runs the gateway; mistakes in settings and policies are printed, all of them, and end it with exit code 2. Not an action of the
    /// command line's library, which ends the process two seconds after a signal, whatever is under way.
    /// </summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            RuntimeSettings.BeforeSockets();
            RuntimeSettings.BeforeFiles();
            var builder = EdgeApplication.CreateBuilder(args);
            builder.Services.AddShutdown();
            RuntimeSettings.For(OtlpSettings.Read(builder.Configuration));
            await using var app = EdgeApplication.Build(builder);
            RuntimeSettings.BeforeServing();
            await StartAsync(app);
            return await app.Services.GetRequiredService<Shutdown>().RunAsync(app) switch
            {
                ShutdownEnd.Drained => ExitCode.Good,
                ShutdownEnd.Cut => ExitCode.Cut,
                _ => ExitCode.Broke,
            };
        }
        catch (StartupException e)
        {
            foreach (var line in e.Lines)
                await Console.Error.WriteLineAsync(line);
            return ExitCode.WrongInput;
        }
    }

    // A port that is taken, an invalid address, or a certificate that cannot be read shows only when Kestrel begins to listen.
    private static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartEdgeAsync();
        }
        catch (Exception e) when (e is IOException or FormatException or InvalidOperationException or SocketException or ArgumentException
            or UnauthorizedAccessException or CryptographicException)
        {
            const string Key = "Kestrel:Endpoints";
            var problem = e is ArgumentOutOfRangeException ? "an address has an invalid port: expected 0 to 65535"
                : e.Message.TrimEnd('.');
            throw new StartupException(
                [new SettingError(SettingPlaces.Find(app.Configuration, Key), "config_listen",
                    Key, $"cannot listen: {problem}").ToString()]);
        }
    }
}
