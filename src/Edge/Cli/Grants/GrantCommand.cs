using System.CommandLine;
using Edge.Gateway.Settings;

namespace Edge.Cli.Grants;

/// <summary><c>edge grant</c>: makes, shows and takes away the grants by which callers enter.</summary>
internal static class GrantCommand
{
    /// <summary>The command, for the place where <paramref name="place"/> says that it runs.</summary>
    public static Command Create(Func<GrantPlace> place) =>
        new("grant", "Creates, lists and revokes grants, with which callers authenticate. A running Edge applies changes within a second.")
    {
        NewGrantCommand.Create(place),
        ListGrantsCommand.Create(place),
        RevokeGrantCommand.Create(place),
    };

    /// <summary>The option that all three share.</summary>
    public static Option<string?> FileOption(string without) =>
        new("--file") { Description = $"The grants file. Without it, the one of Edge:Grants:File{without}.", HelpName = "FILE" };

    /// <summary>Runs a command; mistakes are printed, all of them, and end it with exit code 2.</summary>
    public static int Run(ParseResult result, Action<TextWriter, TextWriter> command)
    {
        var configuration = result.InvocationConfiguration;
        try
        {
            command(configuration.Output, configuration.Error);
            return ExitCode.Good;
        }
        catch (StartupException e)
        {
            foreach (var line in e.Lines)
                configuration.Error.WriteLine(line);
            return ExitCode.WrongInput;
        }
    }
}
