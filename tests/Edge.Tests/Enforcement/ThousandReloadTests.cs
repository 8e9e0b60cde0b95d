using System.Collections.Concurrent;
using System.Globalization;
using Edge.Gateway.Reloading;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Edge.Tests.Enforcement;

public sealed class ThousandReloadTests
{
    [Fact]
    public async Task A_policy_is_loaded_a_thousand_times_under_load_and_each_call_sees_one_whole()
    {
        // The clock stands still, so that nobody but this test looks at the file.
        await using var edge = await EdgeHost.StartAsync(Policy(0), clock: new ManualTimeProvider());
        var watcher = edge.Services.GetServices<IHostedService>().OfType<SourceWatcher>().Single();
        var answers = new ConcurrentBag<(int Low, int High, string Text)>();
        var loaded = 0;
        var load = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (Volatile.Read(ref loaded) < 1000)
            {
                var low = Volatile.Read(ref loaded);
                var answer =
                    await edge.PostAsync("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed","arguments":{}}}""");
                answers.Add((low, Volatile.Read(ref loaded) + 1, answer.Text));
            }
        })).ToList();
        for (var i = 1; i <= 1000; i++)
        {
            await edge.ReplacePolicyAsync(Policy(i));
            watcher.Poll();
            Volatile.Write(ref loaded, i);
        }

        await Task.WhenAll(load);
        Assert.Equal(1000, edge.Logs.Lines.Count(l => l.Id.Name == "Loaded"));
        Assert.Empty(edge.Server.Received);
        Assert.NotEmpty(answers);
        // A call is decided by a policy that was in force while it was under way, and both of its words are that policy's.
        Assert.All(answers, a =>
        {
            var words = a.Text[a.Text.IndexOf("number ", StringComparison.Ordinal)..].Split(' ', '.');
            var number = int.Parse(words[1], CultureInfo.InvariantCulture);
            Assert.InRange(number, a.Low, a.High);
            Assert.Contains($"\"rule\":\"/tools/allowed/deny_if/{number % 3}\"", a.Text, StringComparison.Ordinal);
        });
    }

    // The rule that matches, and what it says, go by the number.
    private static string Policy(int number)
    {
        var rules = Enumerable.Range(0, 3).Select(i =>
            $$"""{ "path": "args.no", "op": "exists", "value": {{(i == number % 3 ? "false" : "true")}},"""
            + $$""" "on_deny": "number {{number}} " }""");
        return $$"""{ "version": "1", "default": "deny", "tools": { "allowed": { "deny_if": [ {{string.Join(", ", rules)}} ] } } }""";
    }
}
