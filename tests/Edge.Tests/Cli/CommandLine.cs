using System.CommandLine;
using Edge.Cli;

namespace Edge.Tests.Cli;

/// <summary>Runs <c>edge …</c> in this process.</summary>
internal static class CommandLine
{
    /// <summary>Runs a command line; its exit code, and what it writes to either output.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(params string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await EdgeCommand.RunAsync(words, new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
