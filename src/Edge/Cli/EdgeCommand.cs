using System.Collections.Frozen;
using System.CommandLine;
using System.CommandLine.Parsing;
using Edge.Cli.Approvals;
using Edge.Cli.Audit;
using Edge.Cli.Checking;
using Edge.Cli.Grants;
using Edge.Cli.Policies;
using Edge.Cli.Stores;
using Edge.Policy.Text;

namespace Edge.Cli;

/// <summary>The program's commands.</summary>
internal static class EdgeCommand
{
    private const string Serve = "serve";
    private const string Help = "help";
    private const string Version = "version";

    // What other programs call these commands.
    private static readonly FrozenDictionary<string, string> OtherWords = new Dictionary<string, string>
    {
        ["run"] = Serve,
        ["start"] = Serve,
        ["server"] = Serve,
        ["up"] = Serve,
        ["lint"] = "check",
        ["format"] = "fmt",
        ["validate"] = "check",
        ["logs"] = "audit",
        ["stop"] = "freeze",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The root command: without a subcommand it serves.</summary>
    public static RootCommand Create()
    {
        var root =
            new RootCommand("A gateway between AI agents and their MCP servers. Without a command it serves, as appsettings.json says.")
        {
            new Command(Serve, "Serves, as without a command. Settings may follow: --Edge:Wire:DenyStyle=http."),
            ApprovalsCommand.Create(),
            AuditCommand.Create(),
            CheckCommand.Create(),
            TestCommand.Create(),
            ExplainCommand.Create(),
            ReplayCommand.Create(),
            FormatCommand.Create(),
            GrantCommand.Create(GrantPlace.Here),
            FreezeCommand.Create(),
            StoreCommand.Create(),
            UserCommand.Create(),
            new Command(Help, "Says how a command is used: 'edge help grant new'."),
            new Command(Version, "Says the version."),
        };
        // Settings such as --Edge:Wire:DenyStyle=http are ASP.NET's to read.
        root.TreatUnmatchedTokensAsErrors = false;
        // Served is outside of this library, which asks for an action all the same.
        root.SetAction(Nothing);
        root.Subcommands.Single(command => command.Name == Serve).SetAction(Nothing);
        return root;
    }

    /// <summary>Runs the program; what cannot be parsed ends it with exit code 2 and starts nothing.</summary>
    /// <remarks>
    /// (1) <c>help</c> and <c>version</c> are other words for options; (2) misspelled commands and options; (3) serving, outside of the
    /// command line's library; (4) the other commands.
    /// </remarks>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, InvocationConfiguration? configuration = null)
    {
        var root = Create();
        // 1: other words
        args = args.ToArray() switch
        {
            [Help, .. var about] => [.. about, "--help"],
            [Version, .. var rest] => ["--version", .. rest],
            var given => given,
        };
        // A word with @ is a file with a call, not one with more words.
        var result = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var command = result.CommandResult.Command;
        var serves = command is RootCommand or { Name: Serve } && result.Action == command.Action;

        // 2: what is misspelled
        if (Mistake(root, result, args, serves) is { } mistake)
        {
            await (configuration?.Error ?? Console.Error).WriteLineAsync($"error: {mistake}");
            return ExitCode.WrongInput;
        }

        // 3: serving
        if (serves)
            return await ServeCommand.RunAsync([.. result.UnmatchedTokens]);

        // 4: the other commands
        var code = await result.InvokeAsync(configuration);
        return result.Errors.Count > 0 ? ExitCode.WrongInput : code;
    }

    private static string? Mistake(RootCommand root, ParseResult result, IReadOnlyList<string> args, bool serves)
    {
        var command = result.CommandResult.Command;
        if (command is RootCommand && result.UnmatchedTokens.FirstOrDefault(word => !word.StartsWith('-')) is { } first && first == args[0])
        {
            return $"unknown command {UserText.Quote(first)}"
                + (OtherWords.TryGetValue(first, out var meant) ? $" (did you mean '{meant}'?)"
                    : Spelling.Hint(first, root.Subcommands.Select(known => known.Name)));
        }

        if (serves)
            return SettingArguments.Mistake(result.UnmatchedTokens);
        // A misspelled option must not be left out: 'edge freeze --grnt ci' would stop everything. Nor taken for a file or a name.
        var literal = args.SkipWhile(word => word != "--").ToList();
        if (result.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
            .FirstOrDefault(token => token.Value is ['-', _, ..] && !literal.Contains(token.Value)) is { } option)
            return $"unknown option {UserText.Quote(option.Value)}{Spelling.Hint(option.Value, Options(command))}";
        if (result.UnmatchedTokens is [var word, ..] && !word.StartsWith('-') && command.Subcommands.Count > 0)
        {
            var meant = Spelling.Hint(word, command.Subcommands.Select(known => known.Name));
            return $"unknown command {UserText.Quote($"{command.Name} {word}")}{meant}";
        }

        return result.UnmatchedTokens is [var unknown, ..]
            ? $"unknown argument {UserText.Quote(unknown)}{Spelling.Hint(unknown, Options(command))}"
            : null;
    }

    private static int Nothing(ParseResult result) => ExitCode.Good;

    private static IEnumerable<string> Options(Command command) => command.Options.Select(option => option.Name).Append("--help");
}
