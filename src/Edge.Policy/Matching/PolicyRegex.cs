using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Edge.Policy.Matching;

/// <summary>
/// Makes the one kind of regular expression a policy has: bounded in time, culture-invariant, and read as RE2 reads it, or not at all
/// (policy-format.md, Condition). <c>$</c> is the very end. Thread-safe.
/// </summary>
internal static class PolicyRegex
{
    /// <summary>How long a pattern may be, in characters.</summary>
    public const int MaxLength = 4096;

    /// <summary>Makes the expression of <paramref name="pattern"/>; false, with what is wrong, when there is none.</summary>
    public static bool TryCreate(string pattern, [NotNullWhen(true)] out LinearRegex? regex,
        [NotNullWhen(false)] out PolicyRegexFault? fault)
    {
        regex = null;
        if (!RegexTranslation.TryTranslate(pattern, out var translated, out fault))
            return false;
        try
        {
            // The framework says what a pattern is, in its linear subset; its engine is linear in the text, but takes minutes for
            // some short patterns: '([ab]{1,20}a){3}c' on 64 KiB.
            _ = new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            fault = new PolicyRegexFault(true,
                "it uses what cannot be matched in linear time, such as a lookaround, a backreference or an atomic group");
            return false;
        }
        catch (RegexParseException exception)
        {
            fault = new PolicyRegexFault(false, Describe(exception.Error));
            return false;
        }

        regex = LinearRegex.TryCreate(translated, out var isLarge);
        if (regex is not null)
            return true;
        fault = new PolicyRegexFault(true, isLarge
            ? string.Create(
            CultureInfo.InvariantCulture, $"it has more than {LinearRegex.MaxSteps} steps when its repetitions are written out")
            : "it uses what is not known here, such as a reference to a group");
        return false;
    }

    private static string Describe(RegexParseError error) => error switch
    {
        RegexParseError.UnterminatedBracket => "a '[' has no ']'",
        RegexParseError.InsufficientClosingParentheses => "a '(' has no ')'",
        RegexParseError.InsufficientOpeningParentheses => "a ')' has no '('",
        RegexParseError.QuantifierAfterNothing => "nothing precedes a '*', '+', '?' or '{'",
        RegexParseError.NestedQuantifiersNotParenthesized => "a repetition follows a repetition",
        RegexParseError.ReversedCharacterRange => "a range in '[]' runs backwards",
        RegexParseError.ReversedQuantifierRange => "a range in '{}' runs backwards",
        RegexParseError.QuantifierOrCaptureGroupOutOfRange => "a number is too large",
        RegexParseError.UnescapedEndingBackslash => "it ends with a single backslash",
        RegexParseError.UnrecognizedEscape => "a backslash precedes a letter that has no meaning after it",
        RegexParseError.InvalidUnicodePropertyEscape or RegexParseError.MalformedUnicodePropertyEscape
            or RegexParseError.UnrecognizedUnicodeProperty
            => "a character category is unknown or unfinished; expected one as '\\p{L}'",
        RegexParseError.InvalidGroupingConstruct => "what follows '(?' is unknown",
        RegexParseError.UndefinedNumberedReference or RegexParseError.UndefinedNamedReference => "it refers to a group that does not exist",
        _ => "it is not a regular expression",
    };
}
