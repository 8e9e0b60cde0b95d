using System.Reflection;
using Edge.Admin;
using Edge.Gateway.Audit;
using Edge.Gateway.Calls;
using Edge.Startup;
using Edge.Stores.Postgres;
using Edge.Stores.Redis;
using Edge.Stores.Sqlite;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Edge.Tests.Telemetry;

/// <summary>Operators filter by event id: each is one event, and says which part of Edge it comes from (docs/observability.md).</summary>
public sealed class EventIdTests
{
    private static readonly (string Namespace, int First, int Last)[] Ranges =
    [
        ("Edge.Startup", 1, 99),
        ("Edge.Hosting", 1, 99),
        ("Edge.Gateway", 1, 99),
        ("Edge.Gateway.Policies", 100, 199),
        ("Edge.Gateway.Reloading", 100, 199),
        ("Edge.Gateway.Calls", 200, 299),
        ("Edge.Gateway.Rejections", 200, 299),
        ("Edge.Gateway.Enforcement", 200, 299),
        ("Edge.Gateway.Enforcement.Responses", 300, 399),
        ("Edge.Admin", 400, 499),
        ("Edge.Telemetry", 500, 599),
        ("Edge.Gateway.Telemetry", 500, 599),
        ("Edge.Gateway.Audit", 500, 599),
        ("Edge.Gateway.Flood", 600, 699),
        ("Edge.Gateway.Stores", 700, 799),
        ("Edge.Stores.Postgres", 700, 799),
        ("Edge.Stores.Sqlite", 700, 799),
        ("Edge.Stores.Redis", 700, 799),
        ("Edge.Gateway.Callers", 800, 899),
        ("Edge.Gateway.Keys", 900, 999),
        ("Edge.Gateway.Approvals", 1000, 1099),
    ];

    private static readonly List<(Type Type, LoggerMessageAttribute Event)> Events =
    [
        .. new[] { typeof(EdgeServices), typeof(AdminHost), typeof(CallContext),
        typeof(PostgresDatabase), typeof(RedisDatabase), typeof(SqliteDatabase) }.SelectMany(t => t.Assembly.GetTypes())
            .SelectMany(t =>
            t.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic
            | BindingFlags.DeclaredOnly))
            .Select(m => (m.DeclaringType!, m.GetCustomAttribute<LoggerMessageAttribute>()!))
            .Where(e => e.Item2 is not null),
        // Logged without the attribute, so that the message is the record itself.
        (typeof(AuditExport), new LoggerMessageAttribute(AuditExport.Event.Id, LogLevel.Information,
            "{Record}") { EventName = AuditExport.Event.Name }),
    ];

    [Fact]
    public void Ids_are_unique()
    {
        Assert.InRange(Events.Count, 15, 1000);
        Assert.Empty(Events.GroupBy(e => e.Event.EventId).Where(g => g.Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(", ", g.Select(e => $"{e.Type.FullName}.{e.Event.EventName}"))}"));
    }

    [Fact]
    public void Ids_lie_in_the_range_of_their_namespace() => Assert.All(Events, e =>
    {
        var name = e.Type.FullName!;
        var (_, first, last) = Ranges.Where(r => name.StartsWith(r.Namespace + ".", StringComparison.Ordinal))
            .MaxBy(r => r.Namespace.Length);
        Assert.True(first <= e.Event.EventId
            && e.Event.EventId <= last, $"{name}.{e.Event.EventName} has {e.Event.EventId}, not {first} to {last}");
        Assert.False(string.IsNullOrEmpty(e.Event.EventName), $"{name} {e.Event.EventId} has no name");
    });

    [Fact]
    public void The_page_names_every_range()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "observability.md"));
        Assert.All(Ranges, r => Assert.Contains($"| {r.First} to {r.Last} |", page, StringComparison.Ordinal));
    }
}
