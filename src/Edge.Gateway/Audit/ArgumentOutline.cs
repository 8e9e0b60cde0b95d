using System.Buffers;
using System.Text.Json;

namespace Edge.Gateway.Audit;

/// <summary>
/// Finds which arguments a call has, without their values: the paths of the leaves, spelled as in policies (<c>args.body.gpu.count</c>,
/// <c>args.items[*].name</c>), in the order sent and each once. Reusable, not thread-safe.
/// </summary>
internal sealed class ArgumentOutline
{
    /// <summary>How many paths are kept; what comes later is left out.</summary>
    public const int MaxPaths = 64;

    /// <summary>How many steps below <c>args</c> a path has; what lies deeper is not looked into.</summary>
    public const int MaxSteps = 4;

    /// <summary>How long a path is, in UTF-16 characters; longer ones end in an ellipsis.</summary>
    public const int MaxCharacters = 128;

    private const string Root = "args";

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-$");

    private readonly char[] _found = new char[MaxPaths * MaxCharacters];
    private readonly int[] _lengths = new int[MaxPaths];
    private readonly char[] _path = new char[MaxCharacters];
    private int _length;

    /// <summary>How many paths were found.</summary>
    public int Count { get; private set; }

    /// <summary>One of the paths; good until the next read.</summary>
    public ReadOnlySpan<char> this[int index] => _found.AsSpan(index * MaxCharacters, _lengths[index]);

    /// <summary>Reads the bytes of an arguments object that was parsed strictly; none is none.</summary>
    public void Read(in ReadOnlySequence<byte> arguments)
    {
        Count = 0;
        _length = 0;
        if (arguments.IsEmpty)
            return;
        Append(Root);
        var reader = new Utf8JsonReader(arguments);
        if (reader.Read())
            Walk(ref reader, 0);
    }

    // False when no more is wanted.
    private bool Walk(ref Utf8JsonReader reader, int steps)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when steps < MaxSteps:
                return WalkObject(ref reader, steps);
            case JsonTokenType.StartArray when steps < MaxSteps:
                return WalkArray(ref reader, steps);
            default:
                reader.Skip();
                return Keep();
        }
    }

    private bool WalkObject(ref Utf8JsonReader reader, int steps)
    {
        var mark = _length;
        var empty = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            empty = false;
            AppendName(ref reader);
            reader.Read();
            if (!Walk(ref reader, steps + 1))
                return false;
            _length = mark;
        }

        return !empty || steps == 0 || Keep();
    }

    private bool WalkArray(ref Utf8JsonReader reader, int steps)
    {
        var mark = _length;
        var (scalars, nested) = (false, false);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            {
                scalars = true;
                continue;
            }

            nested = true;
            Append("[*]");
            if (!Walk(ref reader, steps + 1))
                return false;
            _length = mark;
        }

        return nested && !scalars || Keep();
    }

    private void AppendName(ref Utf8JsonReader reader)
    {
        var longest = (int)(reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length);
        var rented = longest > MaxCharacters ? ArrayPool<char>.Shared.Rent(longest) : null;
        var buffer = rented ?? stackalloc char[MaxCharacters];
        ReadOnlySpan<char> name = buffer[..reader.CopyString(buffer)];
        if (!name.IsEmpty && name.IndexOfAnyExcept(Plain) < 0)
        {
            Append(".");
            Append(name);
        }
        else
        {
            Append("[\"");
            foreach (ref readonly var character in name)
            {
                if (character is '"' or '\\')
                    Append("\\");
                Append(new ReadOnlySpan<char>(in character));
            }

            Append("\"]");
        }

        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);
    }

    private void Append(ReadOnlySpan<char> text)
    {
        var count = Math.Min(text.Length, MaxCharacters - _length);
        text[..count].CopyTo(_path.AsSpan(_length));
        _length += count;
        if (count == text.Length)
            return;
        // Full: the ellipsis takes the last place, and a pair of surrogates is not parted.
        _path[MaxCharacters - 1] = '…';
        if (char.IsHighSurrogate(_path[MaxCharacters - 2]))
            _path[MaxCharacters - 2] = '…';
    }

    private bool Keep()
    {
        ReadOnlySpan<char> path = _path.AsSpan(0, _length);
        for (var i = 0; i < Count; i++)
        {
            if (this[i].SequenceEqual(path))
                return true;
        }

        path.CopyTo(_found.AsSpan(Count * MaxCharacters));
        _lengths[Count++] = _length;
        return Count < MaxPaths;
    }
}
