using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Edge.Policy.Text;

namespace Edge.Policy.Parsing;

/// <summary>The words that a member takes, with their values, in the order of policy-format.md. Immutable.</summary>
internal sealed class WordTable<T>(params (string Word, T Value)[] entries)
{
    /// <summary>All words.</summary>
    public IEnumerable<string> Words => entries.Select(e => e.Word);

    /// <summary>What people write for them.</summary>
    public FrozenDictionary<string, string> Synonyms { get; init; } = Parsing.Synonyms.None;

    /// <summary>A hint for a word that is none of them, with its leading space; empty where none is near.</summary>
    public string Hint(string word)
    {
        var meant = Parsing.Synonyms.Meant(Synonyms, word);
        return ReferenceEquals(meant, word) ? Spelling.Hint(word, Words) : $" (did you mean '{meant}'?)";
    }

    /// <summary>The words as a sentence has them: <c>'allow', 'deny' or 'require_approval'</c>.</summary>
    public string Choice { get; } = Join([.. entries.Select(e => $"'{e.Word}'")]);

    /// <summary>The value of a word, compared ordinally.</summary>
    public bool TryGet(string word, [MaybeNullWhen(false)] out T value)
    {
        foreach (var entry in entries)
        {
            if (entry.Word == word)
            {
                value = entry.Value;
                return true;
            }
        }
        value = default;
        return false;
    }

    /// <summary>The word of a value.</summary>
    public string WordOf(T value) => entries.First(entry => EqualityComparer<T>.Default.Equals(entry.Value, value)).Word;

    private static string Join(string[] quoted) => quoted.Length == 1 ? quoted[0] : $"{string.Join(", ", quoted[..^1])} or {quoted[^1]}";
}
