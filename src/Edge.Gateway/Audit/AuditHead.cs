using System.Buffers;
using System.Globalization;

namespace Edge.Gateway.Audit;

/// <summary>Where a chain of records stands: how many there are, and the MAC of the last. Immutable.</summary>
/// <param name="Count">How many records the chain has.</param>
/// <param name="Mac">The MAC of the last, 64 lower-case hexadecimal digits.</param>
internal sealed record AuditHead(long Count, string Mac)
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>The head of a chain without records.</summary>
    public static AuditHead None { get; } = new(0, new string('0', AuditLine.MacDigits));

    /// <summary>Reads <c>COUNT:MAC</c>; null for anything else.</summary>
    public static AuditHead? Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && long.TryParse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count <= AuditFileName.MaxNumber
            && text.Length - colon - 1 == AuditLine.MacDigits && text.AsSpan(colon + 1).IndexOfAnyExcept(HexDigits) < 0
                ? new AuditHead(count, text[(colon + 1)..])
                : null;
    }

    /// <summary><c>COUNT:MAC</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count}:{Mac}");
}
