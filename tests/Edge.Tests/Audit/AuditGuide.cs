using System.Text.RegularExpressions;

namespace Edge.Tests.Audit;

/// <summary>The commands of docs/audit.md, with what they print.</summary>
internal static partial class AuditGuide
{
    public static string Text { get; } = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "audit.md"));

    /// <summary>Every command of every console block, in order, with its output.</summary>
    public static IReadOnlyList<(string Command, string Output)> Commands() =>
    [
        .. Block().Matches(Text).SelectMany(block => block.Groups[1].Value.Split("$ ", StringSplitOptions.RemoveEmptyEntries))
            .Select(step => step.Split('\n', 2)).Select(parts => (parts[0], parts[1])),
    ];

    /// <summary>A text without what differs from run to run: ids, MACs and sizes of answers with ids in them.</summary>
    public static string Plain(string text) =>
        Size().Replace(Trace().Replace(Id().Replace(Mac().Replace(text, "MAC"), "ID"), "\"traceId\":TRACE"), "SIZE");

    [GeneratedRegex("```console\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Mac();

    [GeneratedRegex("\\b[0-9A-HJKMNP-TV-Z]{26}\\b")]
    private static partial Regex Id();

    [GeneratedRegex("\"traceId\":(null|\"[0-9a-f]{32}\")")]
    private static partial Regex Trace();

    [GeneratedRegex("\\d+ bytes|\"bytes\":\\d+")]
    private static partial Regex Size();
}
