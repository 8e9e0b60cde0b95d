using System.Security.Cryptography;
using System.Text;
using Edge.EndToEnd.Running;

namespace Edge.EndToEnd.Faults;

/// <summary>A policy's file that is replaced a thousand times while calls come: each call is decided by one policy, whole.</summary>
[Collection(FaultCollection.Name)]
public sealed class ReloadUnderLoadTests
{
    private const int Replacements = 1000;

    private const string OnlyEcho =
        """{ "version": "1", "default": "deny", "tools": { "echo": {}, "wait": { "action": "deny", "reason": "only echo" } } }""";
    private const string OnlyWait =
        """{ "version": "1", "default": "deny", "tools": { "wait": {}, "echo": { "action": "deny", "reason": "only wait" } } }""";
    private const string Broken = """{ "version": "1", "default": "allow", "tools": { "echo": """;

    [Fact]
    public async Task The_file_is_replaced_a_thousand_times_under_load()
    {
        await using var server = await FaultServer.StartAsync();
        await using var edge = await EdgeProgram.StartAsync(server.Address, OnlyEcho, [AuditTrail.Recording, .. FaultPolicies.NoFlood]);
        using var caller = new LoadCaller(edge.Url);
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(0, 8).Select(i => Task.Run(() => LoadAsync(caller, i, stop.Token))).ToList();
        for (var i = 0; i < Replacements; i++)
        {
            // Each stands longer than the one before it: with one period, Edge could look whenever the same one is there.
            await edge.ReplacePolicyAsync(i % 10 == 9 ? Broken : (int)Math.Sqrt(i) % 2 == 0 ? OnlyWait : OnlyEcho);
            await Task.Delay(TimeSpan.FromMilliseconds(8), TimeProvider.System);
        }

        await edge.ReplacePolicyAsync(OnlyWait);
        // It must hold within a second, loaded as the machine may be.
        await Testing.Deadline.Until(async () => (await caller.CallAsync("echo", FaultyWorld.Next())).Reason == "denied",
            "the last policy to hold");
        await stop.CancelAsync();
        var answers = (await Task.WhenAll(load)).SelectMany(a => a).ToList();
        await caller.AllowedAsync("wait", FaultyWorld.Next(), "\"ms\":0,");
        await caller.DeniedAsync("echo", FaultyWorld.Next(), "denied");

        await edge.TerminateAsync();
        Assert.Equal(0, await edge.ExitAsync());
        var trail = await AuditTrail.ReadAsync(edge.AuditFolder);
        // The one who was let through reached the server, the other did not.
        Assert.Equal(trail.Allowed().Order(), server.Seen().Order());
        Assert.Subset(trail.Allowed().ToHashSet(), answers.Where(a => a.Allowed).Select(a => a.Number).ToHashSet());
        Assert.Subset(trail.Denied().ToHashSet(), answers.Where(a => !a.Allowed).Select(a => a.Number).ToHashSet());
        // Each was decided by the policy that is on record with it, and by no mixture.
        var revisions = new Dictionary<string, string> { [Revision(OnlyEcho)] = "echo", [Revision(OnlyWait)] = "wait" };
        Assert.All(trail.Calls, call => Assert.Equal(call.Decision == "allow", revisions[call.Revision] == call.Tool));
        var loads = edge.Output.Split("Loaded policy 'runpod'").Length - 1;
        TestContext.Current.SendDiagnosticMessage($"{Replacements} replacements, {loads} loads, {trail.Calls.Count} "
            + $"calls, {trail.Allowed().Count()} of them forwarded");
        Assert.InRange(loads, 5, Replacements);
        Assert.InRange(trail.Calls.Count, 500, 1_000_000);
    }

    private static async Task<List<(int Number, bool Allowed)>> LoadAsync(LoadCaller caller, int start, CancellationToken stop)
    {
        var answers = new List<(int, bool)>();
        for (var i = start; !stop.IsCancellationRequested; i++)
        {
            var number = FaultyWorld.Next();
            var answer = i % 2 == 0 ? await caller.CallAsync("echo", number) : await caller.CallAsync("wait", number, "\"ms\":5,");
            Assert.Null(answer.Fault);
            Assert.True(answer.Reason is "denied" || answer.Reason is null && answer.ToolText == $"{number}", answer.Text);
            Assert.Equal(number, answer.Message.GetProperty("id").GetInt32());
            answers.Add((number, answer.Reason is null));
        }

        return answers;
    }

    private static string Revision(string policy) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(policy)));
}
