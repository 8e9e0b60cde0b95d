using System.Collections.Concurrent;

namespace Edge.EndToEnd.Revisions;

/// <summary>The fixture as a server of each revision, started when first asked for and shared by the tests of a class.</summary>
public sealed class FixtureWorlds : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<FixtureWorld>>> _worlds = new();

    public async ValueTask DisposeAsync()
    {
        foreach (var world in _worlds.Values)
            await (await world.Value).DisposeAsync();
    }

    /// <summary>A server of the revision <paramref name="newest"/>, or of all revisions.</summary>
    internal Task<FixtureWorld> OfAsync(string? newest = null) =>
        _worlds.GetOrAdd(newest ?? "", _ => new(() => FixtureWorld.StartAsync(newest))).Value;
}
