using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Edge.Gateway.Approvals;
using Edge.Gateway.Keys;
using Edge.Policy.Approvals;
using Edge.Testing;
using Edge.Tests.Admin;
using Edge.Tests.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Approvals;

/// <summary>Plays docs/approvals.md: its policy, its settings, every command in order, and what agent and receiver are told.</summary>
[Collection(Shell.Collection)]
public sealed partial class ApprovalsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "approvals.md"));

    [Fact]
    public async Task Every_step_of_the_page_does_what_the_page_says()
    {
        await using var hook = await ScriptedServer.StartAsync(static (context, _) =>
        {
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        });
        var clock = new ManualTimeProvider();
        await using var edge = await StartAsync(hook, clock);
        var names = new Dictionary<string, string>();
        var shell = new Shell(edge.Admin, Operators.Admin);
        var call = Call(2, ",\"env\":{\"HF_TOKEN\":\"secret\"},\"name\":\"train\\u202egpj.exe\"");

        // What the agent sees
        var answer = await edge.PostAsync(call);
        await NameAsync(edge, names, 'A');
        Assert.Equal(Plain(Block("json answer")), Plain(Named(answer.Text, names)));

        // Answer
        var commands = await RunAsync(shell, names, 0);
        Assert.Null(await edge.CallAsync(call));
        Assert.Single(edge.Server.Received);
        // Lists are in the order of what happened.
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await edge.AskAsync(Call(3));
        await NameAsync(edge, names, 'C');
        commands += await RunAsync(shell, names, 1);
        await edge.AskAsync(Call(4));
        await NameAsync(edge, names, 'D');
        commands += await RunAsync(shell, names, 2);
        Assert.Equal("approval_denied", await edge.ReasonAsync(Call(4)));

        // The API
        commands += await RunAsync(shell, names, 3);
        Assert.Equal(11, commands);

        // The webhook
        await Deadline.Until(() => hook.Received.Count == 7, "all notices");
        var notice = hook.Received.Single(n => n.Headers["webhook-id"] == $"{names.Single(n => n.Value == Id('A')).Key}.requested");
        Assert.Equal(Plain(Block("json notice")), Plain(Named(Encoding.UTF8.GetString(notice.Body), names)));
        var secret = "whsec_" + Convert.ToBase64String(edge.Services.GetRequiredService<EdgeKeys>().Signing(KeyPurpose.Webhook));
        Assert.Equal(["true", "false", "false", "false"], await VerifyAsync(secret, notice));
    }

    [Fact]
    public void The_numbers_of_the_page_are_those_of_the_code()
    {
        Assert.Contains($"share one such number | {ApprovalLimits.MaxPendingOfGrant} |", Page, StringComparison.Ordinal);
        Assert.Contains($"| calls that wait in all | {ApprovalLimits.MaxPending:N0} |", Page, StringComparison.Ordinal);
        Assert.Contains($"| {ApprovalLimits.MaxArgumentBytes / 1024} KiB |", Page, StringComparison.Ordinal);
        Assert.Contains($"| {ApprovalVerdict.MaxCalls:N0} and {ApprovalVerdict.MaxPeriod.TotalMinutes:N0} |", Page,
            StringComparison.Ordinal);
        Assert.Contains($"At most {ApprovalLimits.MaxHeldOfGrant} calls of a\n  grant wait in this way, and {ApprovalLimits.MaxHeld} "
            + $"in all, with bodies up to {ApprovalLimits.MaxHeldBytes / 1024} KiB", Page, StringComparison.Ordinal);
        Assert.Contains($"of more than {ApprovalLimits.MaxListedArguments:N0} characters are null", Page, StringComparison.Ordinal);
        Assert.Contains($"is tried {ApprovalWebhook.MaxTries} times", Page, StringComparison.Ordinal);
        Assert.Contains($"{ApprovalWebhook.MaxWaiting} notices\nwait at a time", Page, StringComparison.Ordinal);
    }

    private static async Task<EdgeHost> StartAsync(ScriptedServer hook, ManualTimeProvider clock)
    {
        var server = await ScriptedServer.StartAsync();
        var settings = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Block("json settings"))))
            .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Block("json webhook")))).Build();
        Assert.NotNull(settings["Edge:Approvals:Webhook:Url"]);
        return await EdgeHost.StartAsync(Block("json policy"), server, clock, settings:
        [
            .. Operators.Settings, .. settings.AsEnumerable().Where(s => s.Value is not null).Select(s => (s.Key, s.Value!))
            .Where(s => s.Key != "Edge:Approvals:Webhook:Url"),
            ("Edge:Approvals:Webhook:Url", hook.Address.ToString()),
            ("ReverseProxy:Routes:mcp:ClusterId", "runpod"),
                ("ReverseProxy:Clusters:runpod:Destinations:primary:Address", server.Address.ToString()),
        ]);
    }

    private static async Task<int> RunAsync(Shell shell, Dictionary<string, string> names, int index)
    {
        var count = 0;
        var block = ConsoleBlock().Matches(Page)[index];
        foreach (Match step in Step().Matches(block.Groups[1].Value))
        {
            var line = step.Groups["line"].Value;
            var (_, output) =
                await shell.RunAsync(names.Aggregate(line, (text, name) => text.Replace(name.Value, name.Key, StringComparison.Ordinal)));
            Assert.Equal($"$ {line}\n{Plain(step.Groups["output"].Value)}", $"$ {line}\n{Plain(Named(output, names))}");
            count++;
        }

        return count;
    }

    // Runs the page's function on the notice, and on what must not pass: another body, another secret, another time.
    private static async Task<string[]> VerifyAsync(string secret, ReceivedRequest notice)
    {
        var folder = Directory.CreateTempSubdirectory("edge-verify-");
        try
        {
            var headers = JsonSerializer.Serialize(notice.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value));
            var script = $$"""
                {{Block("js verify")}}
                const [secret, headers, body, now] = [{{JsonSerializer.Serialize(secret)}}, {{headers}}, {{JsonSerializer.Serialize(
                    Encoding.UTF8.GetString(notice.Body))}}, {{notice.Headers["webhook-timestamp"]}}];
                for (const good of [verify(secret, headers, body, now), verify(secret, headers, body + ' ', now), verify('whsec_AAAA',
                  headers, body, now), verify(secret, headers, body, now + 301)]) console.log(good);
                """;
            var file = Path.Combine(folder.FullName, "verify.mjs");
            await File.WriteAllTextAsync(file, script);
            using var node = Process.Start(new ProcessStartInfo("node", [file]) { RedirectStandardOutput = true })!;
            var output = await node.StandardOutput.ReadToEndAsync(Deadline.Token);
            await node.WaitForExitAsync(Deadline.Token);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // The ids of the page stand for those of the run.
    private static async Task NameAsync(EdgeHost edge, Dictionary<string, string> names, char letter)
    {
        var approvals = await edge.Services.GetRequiredService<IApprovalStore>().ListAsync(true, default);
        names.Add(approvals.Single().Id, Id(letter));
    }

    private static string Id(char letter) => $"01KAEXAMP1E00000000000000{letter}";

    private static string Named(string text, Dictionary<string, string> names) =>
        names.Aggregate(text, (all, name) => all.Replace(name.Key, name.Value, StringComparison.Ordinal));

    private static string Plain(string text) => Changing().Replace(text.TrimEnd('\n'), "…")
        .Replace("\"policy\":\"test\"", "\"policy\":\"runpod\"", StringComparison.Ordinal)
        .Replace("policy test ", "policy runpod ", StringComparison.Ordinal);

    private static string Call(int count, string more = "") =>
        $"{{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{{\"name\":\"create-pod\",\"arguments\":{{\"gpuCount\":{count}{more}}}}}}}";

    private static string Block(string kind) =>
        Regex.Match(Page, $"^```{kind}\n(.*?)\n```", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;

    [GeneratedRegex(@"^```console\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ConsoleBlock();

    [GeneratedRegex(@"^\$ (?<line>.*)\n(?<output>(?:(?!\$ ).*\n)*)", RegexOptions.Multiline)]
    private static partial Regex Step();

    [GeneratedRegex("(?<=\"decisionId\":\")[0-9A-Z]{26}|(?<=\"revision\":\")(?:[0-9a-f]{12,64}|…)|(?<=\"digest\":\")(?:[0-9a-f]{64}|…)")]
    private static partial Regex Changing();
}
