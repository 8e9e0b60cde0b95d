using Edge.Policy.Documents;
using Edge.Policy.Text;


namespace Edge.Policy.Validation;

/// <summary>Warning: <c>\d \w \s \b (?i)</c> in a regular expression: all of Unicode here, ASCII in RE2.</summary>
internal static class UnicodeRegexes
{
    public static void Check(PolicyDocument document, DiagnosticBag diagnostics)
    {
        foreach (var leaf in DocumentWalk.Rules(document).SelectMany(DocumentWalk.Conditions).OfType<ConditionDocument.Leaf>())
        {
            if (leaf is not { Operator: ConditionOperator.Regex, Value: PolicyValue.Text pattern }
                || Find(pattern.Value) is not { Count: > 0 } found)
                continue;
            var parts = string.Join(", ", found.Select(f => $"'{f}'"));
            diagnostics.Warning(
                leaf.Place,
                DiagnosticCodes.RegexUnicode,
                $"{parts} in {UserText.Quote(pattern.Value)} covers all of Unicode, as digits of every script (write the characters "
                    + $"meant, as '[0-9]', '[A-Za-z0-9_]' or '[Rr]un')");
        }
    }

    private static List<string> Find(string pattern)
    {
        var found = new List<string>();
        for (var i = 0; i < pattern.Length - 1; i++)
        {
            string? part = null;
            if (pattern[i] == '\\')
                part = "dDwWsSbB".Contains(pattern[++i], StringComparison.Ordinal) ? $"\\{pattern[i]}" : null;
            else if (pattern[i] == '(' && pattern[i + 1] == '?' && SetsIgnoreCase(pattern.AsSpan(i + 2)))
                part = "(?i)";
            if (part is not null && !found.Contains(part))
                found.Add(part);
        }
        return found;
    }

    private static bool SetsIgnoreCase(ReadOnlySpan<char> flags)
    {
        var end = flags.IndexOfAnyExcept('i', 's');
        return end > 0 && flags[end] is ')' or ':' or '-' && flags[..end].Contains('i');
    }
}
