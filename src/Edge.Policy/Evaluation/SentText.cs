using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Edge.Policy.Evaluation;

/// <summary>
/// A text in one piece of UTF-8: the bytes as they lie where that is possible, otherwise a pooled copy. Dispose it to give the copy back.
/// </summary>
internal ref struct SentText
{
    private byte[]? _rented;

    private SentText(ReadOnlySpan<byte> utf8, byte[]? rented)
    {
        Utf8 = utf8;
        _rented = rented;
    }

    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Utf8 { get; private set; }

    /// <summary>The string or the member name on which <paramref name="json"/> stands, its escapes resolved.</summary>
    public static SentText Unescaped(scoped in Utf8JsonReader json)
    {
        if (!json.ValueIsEscaped)
            return Raw(json);
        var rented = ArrayPool<byte>.Shared.Rent((int)Math.Min(RawLength(json), Array.MaxLength));
        return new SentText(rented.AsSpan(0, json.CopyString(rented)), rented);
    }

    /// <summary>The bytes of the token on which <paramref name="json"/> stands.</summary>
    public static SentText Raw(scoped in Utf8JsonReader json)
    {
        if (!json.HasValueSequence)
            return new SentText(json.ValueSpan, null);
        var length = (int)json.ValueSequence.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        json.ValueSequence.CopyTo(rented);
        return new SentText(rented.AsSpan(0, length), rented);
    }

    /// <summary>The UTF-8 of <paramref name="text"/>.</summary>
    public static SentText Of(string text)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        return new SentText(rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)), rented);
    }

    /// <summary>The text of a string operand.</summary>
    public static SentText Of(scoped in Operand text) => text.StatedText is { } stated ? Of(stated) : Unescaped(text.Json);

    /// <summary>How many bytes the token takes, escapes unresolved.</summary>
    public static long RawLength(scoped in Utf8JsonReader json) =>
        json.HasValueSequence ? json.ValueSequence.Length : json.ValueSpan.Length;

    /// <summary>Gives the copy back, if there is one.</summary>
    public void Dispose()
    {
        if (_rented is null)
            return;
        ArrayPool<byte>.Shared.Return(_rented);
        _rented = null;
        Utf8 = default;
    }
}
