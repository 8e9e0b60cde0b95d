using System.CommandLine;

namespace Edge.Cli;

/// <summary>The program's commands.</summary>
internal static class EdgeCommand
{
    /// <summary>The root command: without a subcommand it serves.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("A gateway between AI agents and their MCP servers. Without a command it serves, as appsettings.json says.")
        {
            AuditCommand.Create(),
            CheckCommand.Create(),
        };
        // Settings such as --Edge:Wire:DenyStyle=http are ASP.NET's to read.
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((result, cancellation) => ServeCommand.RunAsync([.. result.UnmatchedTokens], cancellation));
        return root;
    }
}
