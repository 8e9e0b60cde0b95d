using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Edge.Policy.Matching;

/// <summary>
/// Rewrites a pattern of RE2 to the one of the engine that means the same: <c>$</c> becomes <c>\z</c> outside of classes and escapes. What
/// the two read differently and cannot be rewritten is a fault, never a guess: one misread class could let an end-of-line stand for the
/// end.
/// </summary>
internal static class RegexTranslation
{
    // RE2's own bound.
    private const int MaxRepeat = 1000;

    /// <summary>Rewrites; false, with what is wrong, when RE2 would read the pattern differently.</summary>
    public static bool TryTranslate(string pattern, out string translated, [NotNullWhen(false)] out PolicyRegexFault? fault)
    {
        translated = "";
        fault = Unsupported(pattern);
        if (fault is not null)
            return false;
        var rewritten = new StringBuilder(pattern.Length + 8);
        for (var i = 0; i < pattern.Length; i++)
        {
            var end = pattern[i] switch
            {
                '\\' => Math.Min(i + 2, pattern.Length),
                '[' => RegexReader.ClassEnd(pattern, i),
                _ => i + 1,
            };
            if (pattern[i] == '$')
                rewritten.Append("\\z");
            else
                rewritten.Append(pattern, i, end - i);
            i = end - 1;
        }
        translated = rewritten.ToString();
        return true;
    }

    private static PolicyRegexFault? Unsupported(string pattern)
    {
        if (pattern.Length > PolicyRegex.MaxLength)
            return new(true, string.Create(CultureInfo.InvariantCulture, $"it is longer than {PolicyRegex.MaxLength} characters"));
        for (var i = 0; i < pattern.Length; i++)
        {
            var rest = pattern.AsSpan(i);
            var problem = rest[0] switch
            {
                '\\' => UnsupportedEscape(rest),
                '[' => UnsupportedClass(pattern, i),
                '(' => UnsupportedGroup(rest),
                '{' => UnsupportedRepeat(rest),
                _ when char.IsLowSurrogate(rest[0]) && rest.Length > 1 && rest[1] is '*' or '+' or '?' or '{'
                    => "a repeated character beyond U+FFFF is not supported; expected it in '()'",
                _ => null,
            };
            if (problem is not null)
                return new(true, problem);
            if (rest[0] == '\\')
                i++;
            else if (rest[0] == '[')
                i = RegexReader.ClassEnd(pattern, i) - 1;
        }
        return null;
    }

    private static string? UnsupportedEscape(ReadOnlySpan<char> rest) => rest.Length > 1 && rest[1] is 'Z' or 'G' or 'c'
        ? $"'\\{rest[1]}' has another meaning or none in RE2{(rest[1] == 'c' ? "" : "; expected '\\z' or '$' for the very end")}"
        : null;

    private static string? UnsupportedClass(string pattern, int start)
    {
        var members = pattern.AsSpan((start + 1)..RegexReader.ClassEnd(pattern, start));
        for (var i = 0; i < members.Length - 1; i++)
        {
            if (members[i] == '\\')
            {
                if (members[++i] == 'c')
                    return UnsupportedEscape("\\c");
                continue;
            }
            if (char.IsSurrogate(members[i]))
                return "characters beyond U+FFFF are not supported in '[]'";
            if (members[i] == '[' && members[i + 1] is ':' or '.' or '=')
                return "named classes as '[:alpha:]' are not supported; expected the characters themselves, as '[A-Za-z]'";
            if (members[i] == '-' && members[i + 1] == '[')
                return "'-[' in a class has another meaning in RE2; expected '-\\['";
        }
        return null;
    }

    private static string? UnsupportedGroup(ReadOnlySpan<char> rest)
    {
        if (!rest.StartsWith("(?", StringComparison.Ordinal))
            return null;
        if (rest.StartsWith("(?#", StringComparison.Ordinal))
            return "comments as '(?#' are not supported";
        var flags = rest[2..];
        var end = flags.IndexOfAnyExcept("imnsxIMNSX-+".AsSpan());
        if (end <= 0 || flags[end] is not (')' or ':'))
            return null;
        return flags[..end].IndexOfAnyExcept("is-".AsSpan()) < 0
            ? null
            : "of the flags after '(?' only 'i' and 's' are supported ('m' would let '$' match before a line's end)";
    }

    private static string? UnsupportedRepeat(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf('}');
        if (end < 0)
            return null;
        foreach (var number in rest[1..end].Split(','))
        {
            var digits = rest[1..end][number];
            if (digits.IndexOfAnyExceptInRange('0', '9') >= 0)
                return null;
            if (digits.Length > 0
                && (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > MaxRepeat))
                return string.Create(CultureInfo.InvariantCulture, $"a repetition in '{{}}' is larger than {MaxRepeat}");
        }
        return null;
    }
}
