using System.CommandLine;
using Edge.Cli.Grants;
using Edge.Testing;
using Microsoft.Extensions.Configuration;

namespace Edge.Tests.Grants;

/// <summary>Runs <c>edge grant …</c> in this process.</summary>
internal static class GrantCommandRun
{
    /// <summary>The time of every run.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    /// <summary>Runs the command in <paramref name="folder"/>, with settings; the words are those behind <c>edge grant</c>.</summary>
    public static (int Code, string Output, string Error) Run(GrantFolder folder, IEnumerable<(string Key, string Value)> settings,
        params string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = Run(folder, settings, words, output, error);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>The same, with what is written to either in one text, as a terminal shows it.</summary>
    public static string Show(GrantFolder folder, IEnumerable<(string Key, string Value)> settings, params string[] words)
    {
        using var terminal = new StringWriter { NewLine = "\n" };
        Run(folder, settings, words, terminal, terminal);
        return terminal.ToString();
    }

    private static int Run(GrantFolder folder, IEnumerable<(string Key, string Value)> settings, string[] words, TextWriter output,
        TextWriter error)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value))
            .Build();
        var root =
            new RootCommand {
            GrantCommand.Create(() => new GrantPlace(folder.Path, folder.Path, configuration, new ManualTimeProvider(Now))) };
        return root.Parse(["grant", .. words]).Invoke(new InvocationConfiguration { Output = output, Error = error });
    }
}
