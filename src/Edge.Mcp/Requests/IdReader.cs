using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Edge.Mcp.Requests;

/// <summary>Reads ids that every reader reads, keeps and echoes alike.</summary>
internal static class IdReader
{
    // What JavaScript, and so every JSON reader, holds exactly.
    private const long LargestInteger = (1L << 53) - 1;
    private const int LongestInteger = 17;

    /// <summary>Puts a string or an integer into the message; false for any other value, and for numbers that some readers round.</summary>
    public static bool TryRead(in ReadOnlySequence<byte> body, ParserScratch scratch, ValueMark mark, Message message)
    {
        if (mark.Kind == JsonTokenType.String)
        {
            if (!mark.TryDecode(body, scratch, MessageLimits.MaxIdBytes, out _))
                return false;
        }
        else if (mark.Kind != JsonTokenType.Number || !IsInteger(mark.In(body)))
        {
            return false;
        }

        message.SetId(mark.In(body), mark.IsString);
        return true;
    }

    // Minus zero is an integer to some readers and a floating point number to others.
    private static bool IsInteger(in ReadOnlySequence<byte> token)
    {
        if (token.Length > LongestInteger)
            return false;
        Span<byte> digits = stackalloc byte[LongestInteger];
        digits = digits[..(int)token.Length];
        token.CopyTo(digits);
        return Utf8Parser.TryParse(digits, out long value, out var used)
            && used == digits.Length
            && value is >= -LargestInteger and <= LargestInteger
            && !(value == 0 && digits[0] == '-');
    }
}
