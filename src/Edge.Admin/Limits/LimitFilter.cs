using System.Globalization;

namespace Edge.Admin.Limits;

/// <summary>Which counts somebody wants to see. Immutable.</summary>
/// <param name="Grant">A part of the grant's id; null for any.</param>
/// <param name="Counter">A part of the counter's name; null for any.</param>
/// <param name="IncludesUnused">Whether also those of which nothing is taken.</param>
/// <param name="Skip">How many to leave out at the start.</param>
/// <param name="Count">How many at most.</param>
internal sealed record LimitFilter(string? Grant, string? Counter, bool IncludesUnused, int Skip, int Count)
{
    /// <summary>How many counts one answer has at most.</summary>
    public const int MaxCount = 200;

    private const int UsualCount = 100;

    /// <summary>Reads the filter from a query; whatever is empty is not asked for.</summary>
    public static (LimitFilter Filter, AdminProblem? Problem) Of(IQueryCollection query)
    {
        var isRead = TryRead(query, "skip", 0, 0, LimitList.MaxCounts, out var skip)
            & TryRead(query, "count", UsualCount, 1, MaxCount, out var count);
        var filter = new LimitFilter(Text("grant"), Text("counter"), query["unused"] is ["true" or "on"], skip, count);
        return (filter, isRead ? null
            : new AdminProblem(StatusCodes.Status400BadRequest,
            "count", $"Ask for 1 to {MaxCount} counts, behind at most {LimitList.MaxCounts}."));

        string? Text(string name) => query[name] is [{ Length: > 0 } text] ? text : null;
    }

    /// <summary>Whether somebody wants to see it.</summary>
    public bool Matches(NamedCount count) =>
        (Counter is null || count.Limit.Counter.Contains(Counter, StringComparison.OrdinalIgnoreCase))
        && (Grant is null
        || count.Scope.Any(part => part.Kind == "grant" && part.Value.Contains(Grant, StringComparison.OrdinalIgnoreCase)));

    private static bool TryRead(IQueryCollection query, string name, int usual, int least, int most, out int number)
    {
        number = usual;
        return query[name] is not [{ Length: > 0 } text]
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most);
    }
}
