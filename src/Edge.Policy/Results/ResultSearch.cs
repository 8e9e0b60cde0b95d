using System.Buffers;
using Edge.Policy.Results.Detection;
using Edge.Policy.Results.Json;

namespace Edge.Policy.Results;

/// <summary>
/// One round of judging one message: searches texts and keeps what was found. Not thread-safe.
/// </summary>
/// <param name="rules">What is searched.</param>
/// <param name="findings">Where findings are counted.</param>
/// <param name="isFirst">
/// Whether the server's own text is searched; else what an earlier round made of it, where only replacing goes on.
/// </param>
/// <param name="work">How many steps of expressions may be taken.</param>
internal sealed class ResultSearch(ResultRules rules, FindingTally findings, bool isFirst, long work)
{
    /// <summary>How deep JSON in text is read.</summary>
    public const int MaxLevel = 3;

    private const int MaxUndone = 8;

    private readonly Stack<List<TextEdit>> _lists = new();
    private long _work = work;

    /// <summary>The rules.</summary>
    public ResultRules Rules => rules;

    /// <summary>Where findings are counted.</summary>
    public FindingTally Findings => findings;

    /// <summary>Whether the server's own text is searched.</summary>
    public bool IsFirst => isFirst;

    /// <summary>How many steps are left; below zero the message is withheld.</summary>
    public long Work => _work;

    /// <summary>Searches a text and adds the edits that it needs: JSON value by value, anything else as it is.</summary>
    /// <param name="text">The text, without escapes.</param>
    /// <param name="level">How many texts it lies in.</param>
    /// <param name="isJudged">Whether more than <c>redact</c> applies.</param>
    /// <param name="edits">Receives the edits, in order and apart.</param>
    /// <returns>Whether the text is a JSON document.</returns>
    public bool Text(ReadOnlyMemory<char> text, int level, bool isJudged, List<TextEdit> edits)
    {
        if (isJudged)
            DenyIf(text.Span);
        if (level < MaxLevel && JsonText.MayBeDocument(text.Span) && JsonText.IsDocument(text.Span))
        {
            new DocumentWalk(this, text, level + 1, isJudged, edits).Run();
            return true;
        }

        Plain(text.Span, edits);
        if (text.Span.Contains("\\u", StringComparison.Ordinal) || (level == MaxLevel && text.Span.Contains('\\')))
            Undone(text.Span, MaxUndone, isJudged, edits);
        TextEdits.Normalize(edits);
        return false;
    }

    /// <summary>Searches a text as it is; the edits may overlap.</summary>
    public void Plain(ReadOnlySpan<char> text, List<TextEdit> edits)
    {
        Tokens(text, edits);
        Pairs(text, edits);
        foreach (var rule in rules.Expressions)
            Expression(text, rule, edits);
    }

    /// <summary>Searches for what <c>deny_if</c> refuses.</summary>
    public void DenyIf(ReadOnlySpan<char> text)
    {
        if (!isFirst)
            return;
        foreach (var rule in rules.DenyIf)
        {
            if (rule.Regex.TryFind(text, 0, ref _work, out _, out _))
                findings.Withhold(WithheldCause.Denied, "deny_if", rule.Rule, rule.Message, rule.IsShadow);
        }
    }

    /// <summary>
    /// Searches the strings of one array as one text, and adds to each string's edits what a match across their borders touches.
    /// </summary>
    public void Joined(JoinedStrings joined, bool isJudged, ReadOnlySpan<char> document, List<TextEdit> edits)
    {
        var matches = Rent();
        if (isJudged)
            DenyIf(joined.Text);
        var silent = findings.IsSilent;
        findings.IsSilent = true;
        Plain(joined.Text, matches);
        findings.IsSilent = silent;
        TextEdits.Normalize(matches);
        foreach (var match in matches)
        {
            if (joined.AddAcross(match, document, edits, Rent, Return))
                findings.AddNamed(match.Replacement, rules);
        }

        Return(matches);
    }

    /// <summary>A list that is empty.</summary>
    public List<TextEdit> Rent() => _lists.TryPop(out var list) ? list : [];

    /// <summary>Takes a list back.</summary>
    public void Return(List<TextEdit> list)
    {
        list.Clear();
        _lists.Push(list);
    }

    /// <summary>Whether a value whose name says so is a secret; adds the edit that replaces it.</summary>
    public void PairValue(ReadOnlySpan<char> value, List<TextEdit> edits)
    {
        if (rules.PairRule is { } rule && SecretShape.IsPairValue(value))
            Add(value, 0, value.Length, rule, edits);
    }

    private void Tokens(ReadOnlySpan<char> text, List<TextEdit> edits)
    {
        var at = 0;
        while (rules.Tokens.TryNext(text, ref at, ref _work, out var match))
            Add(text, match.Start, match.End, rules.RuleOfDetector[match.Detector], edits);
    }

    private void Pairs(ReadOnlySpan<char> text, List<TextEdit> edits)
    {
        if (rules.PairRule is not { } rule || text.Length < SecretShape.MinValue)
            return;
        var at = 0;
        while (rules.Pairs.TryNext(text, ref at, out var start, out var end))
            Add(text, start, end, rule, edits);
    }

    private void Expression(ReadOnlySpan<char> text, RedactRule rule, List<TextEdit> edits)
    {
        var at = 0;
        while (at < text.Length && rule.Regex!.TryFind(text, at, ref _work, out var start, out var end))
        {
            // Half of a character outside of the basic plane is none.
            if (start > 0 && char.IsSurrogatePair(text[start - 1], text[start]))
                start--;
            if (end < text.Length && char.IsSurrogatePair(text[end - 1], text[end]))
                end++;
            Add(text, start, end, rule, edits);
            at = end;
        }
    }

    private void Add(ReadOnlySpan<char> text, int start, int end, RedactRule rule, List<TextEdit> edits)
    {
        if (rule.IsShadow && !isFirst)
            return;
        var before = edits.Count;
        if (!Replacements.AddOutside(text, start, end, rule.Name, rules.ReplacementNames, edits))
            return;
        if (rule.IsShadow)
            edits.RemoveRange(before, edits.Count - before);
        findings.Add(rule.Name, ResultAction.Redacted, rule.Rule, rule.IsShadow);
    }

    // Texts within texts that are too deep, or that are no JSON, still spell characters as escapes: undone until there are none.
    private void Undone(ReadOnlySpan<char> text, int most, bool isJudged, List<TextEdit> edits)
    {
        var buffer = ArrayPool<char>.Shared.Rent(text.Length);
        var undone = buffer.AsSpan(0, JsonEscapes.Undo(text, buffer));
        if (undone.Length < text.Length)
        {
            var inner = Rent();
            if (isJudged)
                DenyIf(undone);
            Plain(undone, inner);
            if (most > 1 && undone.Contains('\\'))
                Undone(undone, most - 1, isJudged, inner);
            TextEdits.Normalize(inner);
            JsonEscapes.Lift(text, inner);
            edits.AddRange(inner);
            Return(inner);
        }

        ArrayPool<char>.Shared.Return(buffer);
    }
}
