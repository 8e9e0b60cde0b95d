using System.Buffers;
using System.Collections.Immutable;
using Edge.Policy.Documents;
using Edge.Policy.Text;

namespace Edge.Policy.Validation;

/// <summary>
/// Warning: a regular expression that a value has to match to pass, and that matches anywhere in it. <c>/data/.*</c> in <c>require</c> lets
/// <c>/secret/data/k</c> through.
/// </summary>
/// <remarks>
/// Only where matching lets a call pass: in <c>require</c>, and under <c>not</c> in <c>deny_if</c> and <c>approval.when</c>. Elsewhere a
/// looser expression denies or asks more, and to search for a part is what is meant. An author who writes an anchor at one end, or begins
/// with <c>.*</c>, has said what may stand there.
/// </remarks>
internal static class UnanchoredRegexes
{
    private static readonly SearchValues<char> Flags = SearchValues.Create("ismnx-");

    /// <summary>Checks every condition of every rule.</summary>
    public static void Check(PolicyDocument document, DiagnosticBag diagnostics)
    {
        foreach (var rule in DocumentWalk.Rules(document))
        {
            Check(rule.Require, lets: true, diagnostics);
            Check(rule.DenyIf, lets: false, diagnostics);
            Check(rule.Approval?.When ?? [], lets: false, diagnostics);
        }
    }

    private static void Check(ImmutableArray<ConditionDocument> conditions, bool lets, DiagnosticBag diagnostics)
    {
        foreach (var condition in conditions)
            Check(condition, lets, diagnostics);
    }

    private static void Check(ConditionDocument condition, bool lets, DiagnosticBag diagnostics)
    {
        switch (condition)
        {
            case ConditionDocument.All all:
                Check(all.Children, lets, diagnostics);
                break;
            case ConditionDocument.Any any:
                Check(any.Children, lets, diagnostics);
                break;
            case ConditionDocument.Not not:
                Check(not.Child, !lets, diagnostics);
                break;
            case ConditionDocument.Leaf { Operator: ConditionOperator.Regex, Value: PolicyValue.Text { Value: var pattern } } when lets
            && IsLoose(pattern):
                diagnostics.Warning(
                    condition.Place,
                    DiagnosticCodes.RegexUnanchored,
                    $"{UserText.Quote(pattern)} matches anywhere in the value, so any text before or after it passes too "
                    + $"(write {UserText.Quote(Anchored(pattern))}, or begin with '.*' if any text is allowed there)");
                break;
        }
    }

    /// <summary>
    /// Whether a value passes that has the expression somewhere within it, and its author does not seem to have meant that.
    /// </summary>
    internal static bool IsLoose(string pattern)
    {
        var alternatives = Alternatives(Body(pattern));
        var ends = alternatives.ConvertAll(Ends);
        // '^a|b$' binds each anchor to one alternative.
        return ends.Exists(end => end is { Start: false, End: false }) || ends.Distinct().Count() > 1;
    }

    private static (bool Start, bool End) Ends(string alternative)
    {
        if (Body(alternative) is var body && body.Length < alternative.Length)
            return IsLoose(body) ? (false, false) : (true, true);
        var start = alternative.StartsWith('^') || alternative.StartsWith(@"\A", StringComparison.Ordinal) || IsAny(alternative);
        var end = alternative.EndsWith('$') && !IsEscaped(alternative, alternative.Length - 1) ? alternative[..^1]
            : alternative.EndsWith(@"\z", StringComparison.OrdinalIgnoreCase) ? alternative[..^2]
            : null;
        // What ends with '.*' ends anywhere, anchor or not; that a beginning is given makes it a prefix.
        return (start, end is not null && !end.EndsWith(".*", StringComparison.Ordinal) && !end.EndsWith(".+", StringComparison.Ordinal));
    }

    private static bool IsAny(string alternative) => alternative.StartsWith(".*", StringComparison.Ordinal)
        || alternative.StartsWith(".+", StringComparison.Ordinal);

    private static string Anchored(string pattern) =>
        pattern.StartsWith("(?i)", StringComparison.Ordinal) ? $"(?i)^(?:{pattern[4..]})$" : $"^(?:{pattern})$";

    // Without flags in front, and without one group around everything.
    private static string Body(string pattern)
    {
        while (true)
        {
            if (pattern.StartsWith("(?", StringComparison.Ordinal) && pattern.IndexOf(')', StringComparison.Ordinal) is > 2 and var flags
                && !pattern.AsSpan(2, flags - 2).ContainsAnyExcept(Flags))
                pattern = pattern[(flags + 1)..];
            else if (pattern.StartsWith('(') && Close(pattern, 0) == pattern.Length - 1)
                pattern = pattern[(pattern.StartsWith("(?:", StringComparison.Ordinal) ? 3 : 1)..^1];
            else
                return pattern;
        }
    }

    private static List<string> Alternatives(string pattern)
    {
        var alternatives = new List<string>();
        var start = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            i = pattern[i] switch { '\\' => i + 1, '[' => CloseClass(pattern, i), '(' => Close(pattern, i), _ => i };
            if (i < pattern.Length && pattern[i] == '|')
            {
                alternatives.Add(pattern[start..i]);
                start = i + 1;
            }
        }

        alternatives.Add(pattern[start..]);
        return alternatives;
    }

    private static int Close(string pattern, int open)
    {
        var depth = 0;
        for (var i = open; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    i = CloseClass(pattern, i);
                    break;
                case '(':
                    depth++;
                    break;
                case ')' when --depth == 0:
                    return i;
            }
        }

        return pattern.Length;
    }

    private static int CloseClass(string pattern, int open)
    {
        var i = open + 1;
        if (i < pattern.Length && pattern[i] == '^')
            i++;
        // A bracket that comes first stands for itself.
        if (i < pattern.Length && pattern[i] == ']')
            i++;
        for (; i < pattern.Length && pattern[i] != ']'; i++)
        {
            if (pattern[i] == '\\')
                i++;
        }

        return i;
    }

    private static bool IsEscaped(string pattern, int at)
    {
        var backslashes = 0;
        while (at - backslashes > 0 && pattern[at - backslashes - 1] == '\\')
            backslashes++;
        return backslashes % 2 == 1;
    }
}
