namespace Edge.Embedding.Tests.Packages;

/// <summary>Runs the .NET SDK as a user would.</summary>
internal static class DotnetCommand
{
    // A restore and a build on a busy machine.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static readonly Dictionary<string, string> Variables = new()
    {
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "1",
    };

    /// <summary>Runs <c>dotnet</c> and returns what it said.</summary>
    /// <exception cref="InvalidOperationException">The command failed: with its output.</exception>
    public static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        await using var command = ChildProgram.Start($"dotnet {arguments[0]}", "dotnet", arguments, Variables, folder);
        var code = await command.ExitAsync(Limit);
        return code == 0
            ? command.Output
            : throw new InvalidOperationException(
                $"'dotnet {string.Join(' ', arguments)}' ended with code {code}; it said:\n{command.Output}");
    }
}
