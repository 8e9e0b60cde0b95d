using System.CommandLine;
using Edge.Cli.Grants;

namespace Edge.Cli;

/// <summary>The program's commands.</summary>
internal static class EdgeCommand
{
    /// <summary>The root command: without a subcommand it serves.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("A gateway between AI agents and their MCP servers. Without a command it serves, as appsettings.json says.")
        {
            CheckCommand.Create(),
            GrantCommand.Create(GrantPlace.Here),
        };
        // Settings such as --Edge:Wire:DenyStyle=http are ASP.NET's to read.
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((result, cancellation) => ServeCommand.RunAsync([.. result.UnmatchedTokens], cancellation));
        return root;
    }

    /// <summary>Runs the program and gives its exit code: 2 also for a command line that cannot be read.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Create().Parse(args);
        var code = await parsed.InvokeAsync();
        return parsed.Errors.Count > 0 ? ExitCode.WrongInput : code;
    }
}
