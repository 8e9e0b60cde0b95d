using System.Text.Json;

namespace Edge.Policy.Evaluation;

/// <summary>
/// How much work the evaluation of one call may take, in steps of about ten nanoseconds. It depends on the size of the arguments alone,
/// never on the policy: what does not fit is unevaluable (docs/decisions/0021).
/// </summary>
internal static class WorkBudget
{
    /// <summary>What every call may take: about three milliseconds.</summary>
    public const long Base = 1L << 18;

    /// <summary>What each of the first <see cref="FirstBytes"/> bytes of the arguments adds.</summary>
    public const long PerFirstByte = 16;

    /// <summary>How many bytes add <see cref="PerFirstByte"/>: as many as a text may have that is searched for an expression.</summary>
    public const long FirstBytes = 64 * 1024;

    /// <summary>What each further byte adds.</summary>
    public const long PerByte = 1;

    /// <summary>Applying one test to one value.</summary>
    public const int Test = 6;

    /// <summary>Applying a test whose outcome the value's type decides.</summary>
    public const int TypeTest = 1;

    /// <summary>Moving to the next element or member while two values are compared.</summary>
    public const int Move = 3;

    private const int BytesPassedPerStep = 2;
    private const int BytesCopiedPerStep = 32;
    private const int BytesSearchedPerStep = 32;
    private const int EscapesPerStep = 2;
    private const int EscapedText = 30;
    private const int DigitsPerStep = 4;
    private const int LongNumber = 140;
    private const int ShortNumberBytes = 15;
    private const int ComparedBytesPerStep = 64;
    private const int PlacesPerStep = 4;
    private const int TranscodedBytesPerStep = 8;
    private const int RegexStepsPerStep = 2;
    private const int PreparedStepsPerStep = 64;

    /// <summary>The budget of a call with so many bytes of arguments.</summary>
    public static long Of(long bytes) =>
        Base + (PerFirstByte * Math.Min(bytes, FirstBytes)) + (PerByte * Math.Max(0, bytes - FirstBytes));

    /// <summary>Going through so many bytes, token by token or character by character.</summary>
    public static long Pass(long bytes) => bytes / BytesPassedPerStep;

    /// <summary>Bringing the text on which <paramref name="json"/> stands into one piece, its escapes resolved.</summary>
    public static long Text(scoped in Utf8JsonReader json) =>
        (SentText.RawLength(json) / BytesCopiedPerStep) + (json.ValueIsEscaped ? EscapedText + (Escapes(json) / EscapesPerStep) : 0);

    /// <summary>
    /// Reading the number on which <paramref name="json"/> stands. One with many digits or an exponent takes longer: its double may be
    /// written again for comparison.
    /// </summary>
    public static long Number(scoped in Utf8JsonReader json)
    {
        var bytes = SentText.RawLength(json);
        var isShort = bytes <= ShortNumberBytes && !json.HasValueSequence && json.ValueSpan.IndexOfAny((byte)'e', (byte)'E') < 0;
        return (bytes / DigitsPerStep) + (isShort ? 0 : LongNumber);
    }

    /// <summary>
    /// Looking for a part in a text. It is compared at places where its first and its last byte fit, and there are no more of them than of
    /// either.
    /// </summary>
    public static long Contains(ReadOnlySpan<byte> part, ReadOnlySpan<byte> text)
    {
        if (part.IsEmpty)
            return 0;
        long places = Math.Min(text.Count(part[0]), text.Count(part[^1]));
        return (text.Length / BytesSearchedPerStep) + (places * (1 + (part.Length / ComparedBytesPerStep)) / PlacesPerStep);
    }

    /// <summary>Preparing a search for an expression of so many steps in a text of so many bytes.</summary>
    public static long Search(int steps, long bytes) => 4 + (steps / PreparedStepsPerStep) + (bytes / TranscodedBytesPerStep);

    /// <summary>So many steps of an expression.</summary>
    public static long Searched(long regexSteps) => (regexSteps + 1) / RegexStepsPerStep;

    /// <summary>How many steps of an expression <paramref name="steps"/> are.</summary>
    public static long RegexSteps(long steps) => steps > long.MaxValue / RegexStepsPerStep ? long.MaxValue : steps * RegexStepsPerStep;

    private static long Escapes(scoped in Utf8JsonReader json)
    {
        if (!json.HasValueSequence)
            return json.ValueSpan.Count((byte)'\\');
        var count = 0L;
        foreach (var piece in json.ValueSequence)
            count += piece.Span.Count((byte)'\\');
        return count;
    }
}
