using System.Text.Json;

namespace Edge.EndToEnd.Clients;

/// <summary>Runs steps with one of the official TypeScript clients over one connection.</summary>
internal static class TypeScriptClient
{
    /// <summary>What the client printed: <c>revision</c>, <c>server</c> and <c>results</c>, one for each step.</summary>
    public static Task<JsonElement> RunAsync(string kind, Uri url, string token, string steps) =>
        RunAsync(kind, "clients/run.mjs", ["--client", kind, "--url", url.AbsoluteUri, "--token", token, "--steps", steps]);

    /// <summary>
    /// Makes one call that needs a person, who agrees; what the client printed: <c>revision</c>, <c>results</c> and what was <c>shown</c>.
    /// </summary>
    public static Task<JsonElement> ApproveAsync(string kind, Uri url, string token, Uri admin, string user, string way, string tool,
        string args) => RunAsync(
        kind,
        "clients/approvals.mjs",
        ["--client", kind, "--url", url.AbsoluteUri, "--token", token, "--admin", admin.AbsoluteUri, "--user", user, "--way", way,
            "--tool", tool, "--args", args]);

    private static async Task<JsonElement> RunAsync(string kind, string script, string[] arguments)
    {
        await using var program = ChildProgram.StartNode($"the client {kind}", script, arguments);
        var code = await program.ExitAsync();
        Assert.True(code == 0, $"the client {kind} ended with code {code}:\n{program.Output}");
        return JsonSerializer.Deserialize<JsonElement>(program.Output);
    }
}
