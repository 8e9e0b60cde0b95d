using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Edge.Policy.Documents;

/// <summary>
/// Makes the one kind of regular expression a policy has: linear in time, culture-invariant, and read as RE2 reads it, or not at all
/// (policy-format.md, Condition). <c>$</c> is the very end. Thread-safe.
/// </summary>
public static class PolicyRegex
{
    /// <summary>How long a pattern may be, in characters.</summary>
    public const int MaxLength = 4096;

    /// <summary>Makes the expression of <paramref name="pattern"/>; false, with what is wrong, when there is none.</summary>
    public static bool TryCreate(string pattern, [NotNullWhen(true)] out Regex? regex, [NotNullWhen(false)] out PolicyRegexFault? fault)
    {
        regex = null;
        if (!RegexTranslation.TryTranslate(pattern, out var translated, out fault))
            return false;
        try
        {
            regex = new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return true;
        }
        catch (NotSupportedException)
        {
            fault = new PolicyRegexFault(true, "it uses what cannot be matched in linear time, such as a lookaround, a backreference or an atomic group");
            return false;
        }
        catch (RegexParseException exception)
        {
            fault = new PolicyRegexFault(false, Describe(exception.Error));
            return false;
        }
    }

    private static string Describe(RegexParseError error) => error switch
    {
        RegexParseError.UnterminatedBracket => "a '[' has no ']'",
        RegexParseError.InsufficientClosingParentheses => "a '(' has no ')'",
        RegexParseError.InsufficientOpeningParentheses => "a ')' has no '('",
        RegexParseError.QuantifierAfterNothing => "nothing stands before a '*', '+', '?' or '{'",
        RegexParseError.NestedQuantifiersNotParenthesized => "a repetition follows a repetition",
        RegexParseError.ReversedCharacterRange => "a range in '[]' runs backwards",
        RegexParseError.ReversedQuantifierRange => "a range in '{}' runs backwards",
        RegexParseError.QuantifierOrCaptureGroupOutOfRange => "a number is too large",
        RegexParseError.UnescapedEndingBackslash => "it ends with a single backslash",
        RegexParseError.UnrecognizedEscape => "a backslash stands before a letter that has no meaning there",
        RegexParseError.InvalidUnicodePropertyEscape or RegexParseError.MalformedUnicodePropertyEscape or RegexParseError.UnrecognizedUnicodeProperty
            => "a character category is unknown or unfinished; expected one as '\\p{L}'",
        RegexParseError.InvalidGroupingConstruct => "what follows '(?' is unknown",
        RegexParseError.UndefinedNumberedReference or RegexParseError.UndefinedNamedReference => "it refers to a group that does not exist",
        _ => "it is not a regular expression",
    };
}
