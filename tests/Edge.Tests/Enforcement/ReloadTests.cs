using Edge.Gateway.Reloading;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Edge.Tests.Enforcement;

public sealed class ReloadTests
{
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"other"}}""";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_changed_policy_is_in_force_once_it_was_looked_at()
    {
        var clock = new ManualTimeProvider();
        await using var edge = await EdgeHost.StartAsync(clock: clock);
        Assert.Contains("isError", (await edge.PostAsync(Call)).Text);
        await edge.ReplacePolicyAsync(EdgeHost.AllowAll);
        await PollAsync(clock, () => edge.Logs.Lines.Any(l => l.Id.Name == "Loaded"), "the policy to be loaded");
        Assert.DoesNotContain("isError", (await edge.PostAsync(Call)).Text);
    }

    [Theory]
    [InlineData("ReverseProxy:Routes:open:Metadata:Other", "x")]
    [InlineData("ReverseProxy:Routes:open:Metadata:Edge.Policy", "unknown")]
    public async Task A_route_that_comes_later_without_a_policy_is_refused_and_the_others_stay(string key, string value)
    {
        await using var edge = await EdgeHost.StartAsync();
        var settings = (IConfigurationRoot)edge.Services.GetRequiredService<IConfiguration>();
        settings["ReverseProxy:Routes:open:ClusterId"] = "server";
        settings["ReverseProxy:Routes:open:Match:Path"] = "/open";
        settings[key] = value;
        settings.Reload();
        await Deadline.Until(() =>
            edge.Logs.Lines.Any(l => l.Category.StartsWith("Yarp", StringComparison.Ordinal) && l.Level == LogLevel.Error), "the refusal");
        Assert.Equal(404, (await RawHttp.PostAsync(new Uri(edge.Base, "/open"), Call)).Status);
        Assert.Equal(200, (await edge.PostAsync(Call.Replace("other", "allowed", StringComparison.Ordinal))).Status);
        Assert.Equal("/mcp", Assert.Single(edge.Server.Received).Target);
    }

    [Fact]
    public void The_files_are_looked_at_twice_a_second() => Assert.Equal(TimeSpan.FromSeconds(0.5), SourceWatcher.Period);

    [Fact]
    public async Task A_broken_policy_is_refused_with_all_its_errors_and_the_last_good_one_stays()
    {
        var clock = new ManualTimeProvider();
        await using var edge = await EdgeHost.StartAsync(clock: clock);
        await edge.ReplacePolicyAsync("""{ "version": "1", "default": "alow", "tols": {} }""");
        await PollAsync(clock, () => edge.Logs.Lines.Count(l => l.Id.Name == "Mistake") == 2, "both mistakes to be logged");
        var mistakes = edge.Logs.Lines.Where(l => l.Id.Name == "Mistake").ToList();
        Assert.All(mistakes, m => Assert.Equal(LogLevel.Error, m.Level));
        Assert.Contains(mistakes, m => m.Message.StartsWith("policy.json:1:30: error policy_", StringComparison.Ordinal)
            && m.Message.EndsWith("(did you mean 'allow'?)", StringComparison.Ordinal));
        Assert.Contains(mistakes, m => m.Message.Contains("unknown member 'tols' (did you mean 'tools'?)", StringComparison.Ordinal));
        Assert.Contains("isError", (await edge.PostAsync(Call)).Text);

        // The same broken file is not reported again and again.
        clock.Advance(Second * 5);
        await edge.ReplacePolicyAsync(EdgeHost.AllowAll);
        await PollAsync(clock, () => edge.Logs.Lines.Any(l => l.Id.Name == "Loaded"), "the policy to be loaded");
        Assert.Equal(2, edge.Logs.Lines.Count(l => l.Id.Name == "Mistake"));
        Assert.DoesNotContain("isError", (await edge.PostAsync(Call)).Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task An_empty_or_missing_file_is_a_failed_reload(string? content)
    {
        var clock = new ManualTimeProvider();
        await using var edge = await EdgeHost.StartAsync(clock: clock);
        if (content is null)
            File.Delete(edge.PolicyFile);
        else
            await edge.ReplacePolicyAsync(content);
        await PollAsync(clock,
            () => edge.Logs.Lines.Any(l => l.Id.Name == "Refused" && l.Category.EndsWith("SourceWatcher", StringComparison.Ordinal)),
                "the refusal");
        Assert.Contains("isError", (await edge.PostAsync(Call)).Text);
        Assert.DoesNotContain("isError", (await edge.PostAsync(Call.Replace("other", "allowed", StringComparison.Ordinal))).Text);
    }

    // The watcher may not have begun to wait when the test moves its clock: the clock goes on until it has looked.
    private static Task PollAsync(ManualTimeProvider clock, Func<bool> condition, string what) => Deadline.Until(
        () =>
        {
            clock.Advance(Second);
            return condition();
        },
        what);
}
