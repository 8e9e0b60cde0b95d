using System.Text.Json;
using Edge.EndToEnd.Running;

namespace Edge.EndToEnd.Clients;

/// <summary>Runs steps with one of the official TypeScript clients over one connection.</summary>
internal static class TypeScriptClient
{
    /// <summary>What the client printed: <c>revision</c>, <c>server</c> and <c>results</c>, one for each step.</summary>
    public static async Task<JsonElement> RunAsync(string kind, Uri url, string token, string steps)
    {
        await using var program = ChildProgram.StartNode(
            $"the client {kind}", "clients/run.mjs", ["--client", kind, "--url", url.AbsoluteUri, "--token", token, "--steps", steps]);
        var code = await program.ExitAsync();
        Assert.True(code == 0, $"the client {kind} ended with code {code}:\n{program.Output}");
        return JsonSerializer.Deserialize<JsonElement>(program.Output);
    }
}
