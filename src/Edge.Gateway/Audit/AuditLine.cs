using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Edge.Gateway.Audit;

/// <summary>
/// The form of a line: <c>{"kind":"…","seq":N,…,"mac":"…"}</c>. The MAC covers everything before its own member; the rest is fixed, so
/// every byte counts.
/// </summary>
internal static class AuditLine
{
    /// <summary>The digits of a MAC.</summary>
    public const int MacDigits = 2 * HMACSHA256.HashSizeInBytes;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>How a line begins, up to its number.</summary>
    public static ReadOnlySpan<byte> DecisionStart => "{\"kind\":\"decision\",\"seq\":"u8;

    /// <summary>How a line begins, up to its number.</summary>
    public static ReadOnlySpan<byte> OutcomeStart => "{\"kind\":\"outcome\",\"seq\":"u8;

    /// <summary>How a line begins, up to its number.</summary>
    public static ReadOnlySpan<byte> ApprovalStart => "{\"kind\":\"approval\",\"seq\":"u8;

    /// <summary>How a line begins, up to its number.</summary>
    public static ReadOnlySpan<byte> AdminStart => "{\"kind\":\"admin\",\"seq\":"u8;

    /// <summary>What stands before the digits of the MAC.</summary>
    public static ReadOnlySpan<byte> MacStart => ",\"mac\":\""u8;

    /// <summary>What stands behind them.</summary>
    public static ReadOnlySpan<byte> End => "\"}"u8;

    /// <summary>How the line of a record begins, up to its number.</summary>
    public static ReadOnlySpan<byte> StartOf(AuditEntryKind kind)
    {
        switch (kind)
        {
            case AuditEntryKind.Decision:
                return DecisionStart;
            case AuditEntryKind.Outcome:
                return OutcomeStart;
            case AuditEntryKind.Approval:
                return ApprovalStart;
            case AuditEntryKind.Admin:
                return AdminStart;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "This is no record.");
        }
    }

    /// <summary>Takes a line, without its line feed, apart; false when it has not the form of a record.</summary>
    /// <param name="line">The line.</param>
    /// <param name="seq">The record's number.</param>
    /// <param name="covered">What the MAC covers.</param>
    /// <param name="digits">The digits of the MAC, lower case.</param>
    public static bool TrySplit(ReadOnlySpan<byte> line, out long seq, out ReadOnlySpan<byte> covered, out ReadOnlySpan<byte> digits)
    {
        seq = 0;
        covered = digits = default;
        var tail = MacStart.Length + MacDigits + End.Length;
        if (line.Length < tail || !line.EndsWith(End) || !line[^tail..].StartsWith(MacStart))
            return false;
        covered = line[..^tail];
        digits = line.Slice(covered.Length + MacStart.Length, MacDigits);
        var start = covered.StartsWith(DecisionStart) ? DecisionStart.Length
            : covered.StartsWith(OutcomeStart) ? OutcomeStart.Length
            : covered.StartsWith(ApprovalStart) ? ApprovalStart.Length
            : covered.StartsWith(AdminStart) ? AdminStart.Length
            : 0;
        return start > 0 && digits.IndexOfAnyExcept(HexDigits) < 0
            && Utf8Parser.TryParse(covered[start..], out seq, out var length) && seq > 0 && start + length < covered.Length
            && covered[start + length] == ',';
    }
}
