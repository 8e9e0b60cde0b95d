namespace Edge.Policy.Evaluation;

/// <summary>
/// How much work the evaluation of one call may take, in steps of about ten nanoseconds. It depends on the size of the arguments alone, never
/// on the policy: what does not fit is unevaluable (docs/decisions/0021).
/// </summary>
internal static class WorkBudget
{
    /// <summary>What every call may take: a search for a regular expression of ten steps in 64 KiB fits more than six times.</summary>
    public const long Base = 1L << 22;

    /// <summary>What each byte of the arguments adds.</summary>
    public const long PerByte = 6;

    /// <summary>Applying one test to one value.</summary>
    public const int Test = 6;

    /// <summary>Moving to the next element or member while two values are compared.</summary>
    public const int Move = 3;

    private const int BytesPerStep = 16;
    private const int BytesPassedPerStep = 2;
    private const int EscapedBytesPerStep = 2;
    private const int DigitsPerStep = 4;
    private const int ComparedBytesPerStep = 64;
    private const int RegexStepsPerStep = 64;

    /// <summary>The budget of a call with so many bytes of arguments.</summary>
    public static long Of(long bytes) => Base + (PerByte * bytes);

    /// <summary>Going through so many bytes, token by token or character by character.</summary>
    public static long Pass(long bytes) => bytes / BytesPassedPerStep;

    /// <summary>Bringing a text of so many bytes, as sent, into one piece.</summary>
    public static long Text(long bytes, bool isEscaped) => bytes / (isEscaped ? EscapedBytesPerStep : BytesPerStep);

    /// <summary>Reading a number of so many bytes.</summary>
    public static long Number(long bytes) => bytes / DigitsPerStep;

    /// <summary>Looking for a part in a text. At worst the part is compared at every place.</summary>
    public static long Contains(long part, long text) => text * (1 + (part / ComparedBytesPerStep)) / BytesPerStep;

    /// <summary>Preparing a search for an expression of so many steps.</summary>
    public static long Search(int steps) => 4 + (steps / RegexStepsPerStep);
}
