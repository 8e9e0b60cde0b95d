using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;

namespace Edge.Policy.Compilation;

/// <summary>Prepares limits.</summary>
/// <param name="policy">The policy's name, which is part of every count's key.</param>
/// <param name="paths">Collects the paths that scopes and costs read.</param>
/// <param name="mode">Whether the limits are enforced.</param>
/// <param name="reason">The rule's own text for the caller.</param>
/// <param name="tool">The tool that the rule names; null when it may be several.</param>
internal sealed class LimitCompiler(string policy, PathSet paths, PolicyMode mode, string? reason, string? tool)
{
    /// <summary>Prepares <paramref name="limit"/>.</summary>
    public CompiledCharge Compile(LimitDocument limit)
    {
        ValuePath?[] arguments = [.. limit.Scope.Select(scope => scope.Path), limit.IncrementFrom, limit.IncrementTable?.Path];
        return new CompiledCharge
        {
            Limit = new CompiledLimit
            {
                Counter = limit.Counter,
                Rule = limit.Place.Pointer,
                Algorithm = limit.Algorithm,
                Window = limit.Window,
                Max = limit.Max,
                Capacity = limit.Algorithm == LimitAlgorithm.TokenBucket ? limit.Burst ?? limit.Max : limit.Max,
                Linger = limit.Linger,
                Allotment = limit.Allotment,
                Message = limit.OnDeny ?? reason ?? Describe(limit),
                Shadow = mode == PolicyMode.Shadow,
            },
            Key = KeyOf(limit),
            Scopes = [.. limit.Scope.Where(scope => scope.Scope != LimitScope.Global)
                .Select(scope => new CompiledScope(scope.Scope, scope.Path is null ? null : paths.Source(scope.Path)))],
            Increment = limit.Increment,
            Factor = limit.IncrementFrom is null ? null : paths.Source(limit.IncrementFrom),
            FactorDefault = limit.IncrementDefault,
            Table = limit.IncrementTable is null ? null : new CostTable(limit.IncrementTable, paths.Source(limit.IncrementTable.Path)),
            Unevaluable = new Decision
            {
                Outcome = DecisionOutcome.Deny,
                Reason = DecisionReason.Unevaluable,
                Rule = limit.Place.Pointer,
                Mode = mode,
                Message = limit.OnDeny ?? reason ?? ConditionText.Uncountable(arguments.OfType<ValuePath>()),
            },
        };
    }

    // Everything of which the count is made, each part with its length or of a fixed one, so that no two meanings have one key.
    private byte[] KeyOf(LimitDocument limit)
    {
        using var key = new MemoryStream();
        Write(key, policy);
        Write(key, limit.Counter);
        Write(key, limit.Window.Ticks);
        key.WriteByte((byte)limit.Algorithm);
        key.WriteByte((byte)mode);
        Write(key, limit.Scope.Length);
        foreach (var scope in limit.Scope)
        {
            key.WriteByte((byte)scope.Scope);
            if (scope.Path is { } path)
                Write(key, path);
        }

        if (limit.Algorithm == LimitAlgorithm.TokenBucket)
            Write(key, (limit.Max / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture));
        return key.ToArray();
    }

    private static void Write(MemoryStream key, ValuePath path)
    {
        key.WriteByte((byte)path.Function);
        Write(key, path.Segments.Length);
        foreach (var segment in path.Segments)
        {
            key.WriteByte((byte)segment.Kind);
            Write(key, segment.Name ?? "");
            Write(key, segment.Index);
        }
    }

    private static void Write(MemoryStream key, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Write(key, bytes.Length);
        key.Write(bytes);
    }

    private static void Write(MemoryStream key, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        key.Write(bytes);
    }

    private string Describe(LimitDocument limit)
    {
        var what = limit is { Increment: 1, IncrementFrom: null, IncrementTable: null }
            ? limit.Max == 1 ? "call" : "calls"
            : $"of '{limit.Counter}'";
        var of = tool is null ? "" : limit is { Increment: 1, IncrementFrom: null, IncrementTable: null } ? $" of {tool}" : $" by {tool}";
        return string.Create(CultureInfo.InvariantCulture, $"at most {limit.Max:0.############################} {what}{of} {Span(limit)}");
    }

    private static string Span(LimitDocument limit) => limit.Algorithm == LimitAlgorithm.Concurrency ? "at a time" : limit.Window switch
    {
        { Ticks: TimeSpan.TicksPerSecond } => "a second",
        { Ticks: TimeSpan.TicksPerMinute } => "a minute",
        { Ticks: TimeSpan.TicksPerHour } => "an hour",
        { Ticks: TimeSpan.TicksPerDay } => "a day",
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerDay == 0 => $"in {ticks / TimeSpan.TicksPerDay} days",
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerHour == 0 => $"in {ticks / TimeSpan.TicksPerHour} hours",
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerMinute == 0 => $"in {ticks / TimeSpan.TicksPerMinute} minutes",
        { Ticks: var ticks } => $"in {ticks / TimeSpan.TicksPerSecond} seconds",
    };
}
