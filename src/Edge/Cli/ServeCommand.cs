using Edge.Configuration;

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
            await app.StartEdgeAsync(cancellation);
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
}
