using System.Globalization;

namespace Edge.Gateway.Audit;

/// <summary>
/// One file of records: <c>audit-FIRST-DAY.jsonl</c>, named after its first record and the UTC day on which it was begun, so that names
/// sort as the chain goes.
/// </summary>
/// <param name="Path">The whole path.</param>
/// <param name="First">The number of its first record.</param>
/// <param name="Day">The day on which it was begun.</param>
internal sealed record AuditFileName(string Path, long First, DateOnly Day)
{
    private const string Prefix = "audit-";
    private const string Suffix = ".jsonl";
    private const int FirstDigits = 12;

    /// <summary>The greatest number that a record can have: names have room for no more.</summary>
    public const long MaxNumber = 999_999_999_999;

    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>The name without the folder.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The name of a file of <paramref name="folder"/>.</summary>
    public static AuditFileName Make(string folder, long first, DateOnly day) =>
        new(System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{first:d12}-{day:yyyy-MM-dd}{Suffix}")),
        first, day);

    /// <summary>The files of a folder, in the order of the chain; files with other names are not Edge's.</summary>
    public static IReadOnlyList<AuditFileName> List(string folder) =>
        [.. Directory.EnumerateFiles(folder, $"{Prefix}*{Suffix}").Select(Parse).OfType<AuditFileName>().OrderBy(f => f.First)
        .ThenBy(f => f.Name, StringComparer.Ordinal)];

    private static AuditFileName? Parse(string path)
    {
        var name = System.IO.Path.GetFileName(path.AsSpan());
        var middle = name[Prefix.Length..^Suffix.Length];
        return middle.Length == FirstDigits + 1 + DayFormat.Length && middle[FirstDigits] == '-'
            && long.TryParse(middle[..FirstDigits], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && DateOnly.TryParseExact(middle[(FirstDigits + 1)..], DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var day)
                ? new AuditFileName(path, first, day)
                : null;
    }
}
