using Edge.Configuration;
using Microsoft.AspNetCore.Connections;

namespace Edge.Cli;

/// <summary><c>edge</c>: serves until it is told to stop.</summary>
internal static class ServeCommand
{
    /// <summary>Runs the gateway; mistakes in settings and policies are printed, all of them, and end it with exit code 2.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        try
        {
            await using var app = EdgeApplication.Build(EdgeApplication.CreateBuilder(args));
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

    private static async Task StartAsync(WebApplication app, CancellationToken cancellation)
    {
        const string Key = "Kestrel:Endpoints";
        try
        {
            await app.StartEdgeAsync(cancellation);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new StartupException([new SettingError(SettingPlaces.Find(app.Configuration, Key), "config_port_taken", Key, e.Message.TrimEnd('.')).ToString()]);
        }
    }
}
