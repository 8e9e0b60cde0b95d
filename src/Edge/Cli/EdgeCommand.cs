using System.CommandLine;
using Edge.Cli.Approvals;
using Edge.Cli.Audit;
using Edge.Cli.Grants;
using Edge.Policy.Text;

namespace Edge.Cli;

/// <summary>The program's commands.</summary>
internal static class EdgeCommand
{
    /// <summary>The root command: without a subcommand it serves.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("A gateway between AI agents and their MCP servers. Without a command it serves, as appsettings.json says.")
        {
            ApprovalsCommand.Create(),
            AuditCommand.Create(),
            CheckCommand.Create(),
            GrantCommand.Create(GrantPlace.Here),
            FreezeCommand.Create(),
            UserCommand.Create(),
        };
        // Settings such as --Edge:Wire:DenyStyle=http are ASP.NET's to read.
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction(async (result, _) =>
        {
            // A misspelled command must not start another Edge; without one it is ServeCommand that runs, outside of this library.
            var first = result.UnmatchedTokens[0];
            await result.InvocationConfiguration.Error.WriteLineAsync($"error: unknown command '{first}'{Spelling.Hint(first, root.Subcommands.Select(command => command.Name))}");
            return ExitCode.WrongInput;
        });
        return root;
    }

    /// <summary>Runs the program; what cannot be parsed ends it with exit code 2.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, InvocationConfiguration? configuration = null)
    {
        var root = Create();
        var result = root.Parse(args);
        if (result.Action == root.Action && result.UnmatchedTokens is [] or [['-', ..], ..])
            return await ServeCommand.RunAsync([.. result.UnmatchedTokens]);
        if (result.CommandResult.Command is not RootCommand && result.UnmatchedTokens is [var unknown, ..])
        {
            // A misspelled option must not be left out: 'edge freeze --grnt ci' would stop everything.
            await (configuration?.Error ?? Console.Error).WriteLineAsync($"error: unknown argument '{unknown}'{Spelling.Hint(unknown, result.CommandResult.Command.Options.Select(option => option.Name))}");
            return ExitCode.WrongInput;
        }

        var code = await result.InvokeAsync(configuration);
        return result.Errors.Count > 0 ? ExitCode.WrongInput : code;
    }
}
