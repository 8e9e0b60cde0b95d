using Edge.Policy.Documents;


namespace Edge.Policy.Compilation;

/// <summary>
/// What a caller is told when the author of a condition says nothing: which argument it is about, never what it was compared with.
/// </summary>
internal static class ConditionText
{
    /// <summary>The condition said no to what it saw.</summary>
    public static string Refused(ConditionDocument condition) =>
        Names(condition) is { Length: > 0 } names ? $"this call is not allowed with {names} as it is" : NotForYou(condition);

    /// <summary>The condition saw nothing.</summary>
    public static string Missing(ConditionDocument condition) =>
        Names(condition) is { Length: > 0 } names ? $"this call needs {names}" : NotForYou(condition);

    /// <summary>What the condition saw can be read in more than one way, or in none.</summary>
    public static string Unreadable(ConditionDocument condition) =>
        Names(condition) is { Length: > 0 } names ? $"{names} cannot be checked as it was sent" : NotForYou(condition);

    /// <summary>What a limit needs to know of an argument can be read in more than one way, or in none.</summary>
    public static string Uncountable(IEnumerable<ValuePath> paths) =>
        Names(paths) is { Length: > 0 } names ? $"{names} cannot be counted as it was sent" : "this call cannot be counted";

    private static string NotForYou(ConditionDocument condition) =>
        Paths(condition).Any(path => path.Root is PathRoot.GrantId or PathRoot.GrantLabel)
            ? "this call is not allowed for this grant"
            : "this call is not allowed";

    private static string Names(ConditionDocument condition) => Names(Paths(condition));

    private static string Names(IEnumerable<ValuePath> paths) => string.Join(
        " and ",
        paths.Where(path => path.Root == PathRoot.Arguments).Select(path => $"'{path.Text}'").Distinct(StringComparer.Ordinal));

    private static IEnumerable<ValuePath> Paths(ConditionDocument condition) => condition switch
    {
        ConditionDocument.All all => all.Children.SelectMany(Paths),
        ConditionDocument.Any any => any.Children.SelectMany(Paths),
        ConditionDocument.Not not => Paths(not.Child),
        ConditionDocument.Leaf leaf => leaf.OtherPath is null ? [leaf.Path] : [leaf.Path, leaf.OtherPath],
        _ => [],
    };
}
