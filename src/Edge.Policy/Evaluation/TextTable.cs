using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Edge.Policy.Evaluation;

/// <summary>Finds what a text that was sent stands for, in the same time for one text of the policy and for thousands. Immutable; thread-safe.</summary>
internal sealed class TextTable<T>
{
    // An escape takes six bytes and stands for at least one.
    private const long MaxBytesPerByte = 6;

    private readonly FrozenDictionary<string, T> _texts;
    private readonly int _longest;

    public TextTable(IEnumerable<KeyValuePair<string, T>> texts)
    {
        _texts = texts.ToFrozenDictionary(StringComparer.Ordinal);
        _longest = _texts.Keys.Select(Encoding.UTF8.GetByteCount).DefaultIfEmpty().Max();
    }

    /// <summary>Finds what <paramref name="text"/> stands for, a text that the policy has too.</summary>
    public bool TryFind(string text, out T? found) => _texts.TryGetValue(text, out found);

    /// <summary>Finds what <paramref name="operand"/>, a string, stands for. What is longer than every text of the policy is not read.</summary>
    public bool TryFind(scoped in Operand operand, out T? found)
    {
        found = default;
        if (operand.StatedText is { } stated)
            return TryFind(stated, out found);
        if (SentText.RawLength(operand.Json) > MaxBytesPerByte * _longest)
            return false;
        using var text = SentText.Of(operand);
        if (text.Utf8.Length > _longest)
            return false;
        var chars = ArrayPool<char>.Shared.Rent(_longest);
        var length = Encoding.UTF8.GetChars(text.Utf8, chars);
        var isThere = _texts.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(chars.AsSpan(0, length), out found);
        ArrayPool<char>.Shared.Return(chars);
        return isThere;
    }
}
