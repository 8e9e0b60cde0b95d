using Edge.Gateway.Callers;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Edge.Tests.Grants;

public sealed class GrantReloadTests : IDisposable
{
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""";
    private const string AsA = $"Authorization: Bearer {GrantFolder.TokenA}";
    private const string OnlyA = """{ "grants": [ { "id": "a", "tokenHashes": [ "<A>" ], "servers": { "server": {} } } ] }""";
    private const string OnlyB = """{ "grants": [ { "id": "b", "tokenHashes": [ "<B>" ], "servers": { "server": {} } } ] }""";

    private readonly GrantFolder _folder = new(OnlyA);
    private readonly ManualTimeProvider _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_grant_that_is_taken_away_enters_no_more()
    {
        await using var edge = await EdgeHost.StartAsync(clock: _clock, settings: _folder.Settings());
        Assert.Equal(200, (await edge.PostAsync(Call, AsA)).Status);
        _folder.Write(OnlyB);
        await PollAsync(() => edge.Logs.Lines.Any(l => l.Id.Name == "Loaded"), "the grants to be loaded");
        Assert.Equal(401, (await edge.PostAsync(Call, AsA)).Status);
        Assert.Equal(200, (await edge.PostAsync(Call, $"Authorization: Bearer {GrantFolder.TokenB}")).Status);
        Assert.Contains(edge.Logs.Lines,
            l => l.Message.StartsWith($"Loaded grants '{_folder.Grants}', revision ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broken_file_is_refused_with_all_its_errors_once_and_the_last_good_one_stays()
    {
        await using var edge = await EdgeHost.StartAsync(clock: _clock, settings: _folder.Settings());
        var catalog = edge.Services.GetRequiredService<GrantCatalog>();
        _folder.Write("""{ "grants": [ { "id": "b", "tokenHashes": [ "edge_x" ], "servers": { "serve": {} } } ] }""");
        await PollAsync(() => catalog.LastReloadFailed && Mistakes(edge).Count == 2, "both mistakes to be logged");
        Assert.All(Mistakes(edge), m => Assert.Equal(LogLevel.Error, m.Level));
        Assert.Contains(edge.Logs.Lines, l => l.Message.Contains("(2 errors); revision ", StringComparison.Ordinal));
        Assert.Contains("grants_plain_token", Mistakes(edge)[0].Message, StringComparison.Ordinal);
        Assert.Contains("grants_unknown_server", Mistakes(edge)[1].Message, StringComparison.Ordinal);
        Assert.Equal(200, (await edge.PostAsync(Call, AsA)).Status);

        _clock.Advance(TimeSpan.FromSeconds(5));
        _folder.Write(OnlyA);
        await PollAsync(() => !catalog.LastReloadFailed, "the refusal to be forgotten");
        Assert.Equal(2, Mistakes(edge).Count);
    }

    [Fact]
    public async Task A_changed_secret_is_shown_from_the_next_look_on()
    {
        _folder.WriteSecret("key", "first");
        await using var edge = await EdgeHost.StartAsync(clock: _clock, settings: _folder.Settings(
            ("Edge:Servers:server:Credential:Header", "X-Api-Key"), ("Edge:Servers:server:Credential:Value", "${file:key}")));
        await edge.PostAsync(Call, AsA);
        _folder.WriteSecret("key", "second");
        await PollAsync(() => edge.Logs.Lines.Any(l => l.Id.Name == "Loaded"), "the secret to be loaded");
        await edge.PostAsync(Call, AsA);

        File.Delete(Path.Combine(_folder.Secrets, "key"));
        await PollAsync(() => Mistakes(edge).Count == 1, "the mistake to be logged");
        await edge.PostAsync(Call, AsA);
        Assert.Equal(["first", "second", "second"], edge.Server.Received.Select(r => r.Headers["X-Api-Key"]));
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.EndsWith($"there is no file 'key' in Edge:Grants:SecretsDirectory (looked for '{Path.Combine(_folder.Secrets, "key")}')",
            Assert.Single(Mistakes(edge)).Message, StringComparison.Ordinal);
    }

    private static List<RecordedLog> Mistakes(EdgeHost edge) => [.. edge.Logs.Lines.Where(l => l.Id.Name == "Mistake")];

    // The watcher may not have begun to wait when the test moves its clock: the clock goes on until it has looked.
    private Task PollAsync(Func<bool> condition, string what) => Deadline.Until(
        () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return condition();
        },
        what);
}
