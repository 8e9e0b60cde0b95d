using System.Buffers;
using System.Text.Json;
using Edge.Mcp.Json;

namespace Edge.Mcp.Requests;

/// <summary>Reads JSON token by token and stops at whatever two readers could read differently.</summary>
/// <remarks>Its findings are in <see cref="Refusal"/>; it does not throw.</remarks>
internal ref struct StrictReader
{
    private static readonly JsonReaderOptions Options = new()
    {
        // One more than is accepted, so that the limit is found here and named.
        MaxDepth = MessageLimits.MaxDepth + 1,
        CommentHandling = JsonCommentHandling.Disallow,
    };

    private readonly ParserScratch _scratch;
    private Utf8JsonReader _json;
    private int _members;
    private int _values;

    /// <summary>Begins with a body that is valid UTF-8.</summary>
    public StrictReader(in ReadOnlySequence<byte> body, ParserScratch scratch)
    {
        _scratch = scratch;
        _json = new Utf8JsonReader(body, isFinalBlock: true, new JsonReaderState(Options));
    }

    /// <summary>Why reading stopped, or null.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>The decoded name of the member that was read last; good until the next token.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>What was read last.</summary>
    public readonly JsonTokenType Token => _json.TokenType;

    /// <summary>Where the token that was read last begins.</summary>
    public readonly long TokenStart => _json.TokenStartIndex;

    /// <summary>Where it ends.</summary>
    public readonly long TokenEnd => _json.BytesConsumed;

    /// <summary>Whether it is a text with escapes.</summary>
    public readonly bool IsEscaped => _json.ValueIsEscaped;

    /// <summary>Reads a token; false at the end of the body, and where it is refused.</summary>
    public bool Next()
    {
        if (!Read())
            return false;
        Refusal = _json.TokenType switch
        {
            JsonTokenType.PropertyName => TakeName(),
            JsonTokenType.EndObject => Leave(),
            JsonTokenType.EndArray => null,
            _ => TakeValue(),
        };
        return Refusal is null;
    }

    /// <summary>Reads the next value whole, with all that is in it, and tells where it lies; false where it is refused.</summary>
    public bool NextValue(out ValueMark mark)
    {
        mark = default;
        return Next() && FinishValue(out mark);
    }

    /// <summary>Reads the rest of the value that has just begun, and tells where it lies; false where it is refused.</summary>
    public bool FinishValue(out ValueMark mark)
    {
        var (kind, start, escaped) = (Token, TokenStart, IsEscaped);
        mark = default;
        if (kind is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            var depth = _json.CurrentDepth;
            do
            {
                if (!Next())
                    return false;
            }
            while (_json.CurrentDepth > depth || Token is not (JsonTokenType.EndObject or JsonTokenType.EndArray));
        }

        mark = new ValueMark(kind, start, TokenEnd - start, escaped && kind == JsonTokenType.String);
        return true;
    }

    private bool Read()
    {
        var last = TokenEnd;
        try
        {
            return _json.Read();
        }
        catch (JsonException)
        {
            Refusal = Refusals.NotJson(last);
            return false;
        }
        catch (IndexOutOfRangeException)
        {
            // What .NET 10 throws instead when a literal such as 'nul' breaks off behind the end of a segment.
            Refusal = Refusals.NotJson(last);
            return false;
        }
    }

    private Refusal? TakeName()
    {
        if (++_members > MessageLimits.MaxMembers)
            return Refusals.TooManyMembers;
        if (_json.HasValueSequence || _json.ValueIsEscaped)
        {
            var length = _json.HasValueSequence ? _json.ValueSequence.Length : _json.ValueSpan.Length;
            if (length > MessageLimits.MaxNameBytes)
                return Refusals.NameTooLong;
            if (_json.ValueIsEscaped && CheckEscapes() is { } refusal)
                return refusal;
            var room = _scratch.Room((int)length);
            Name = room[.._json.CopyString(room)];
        }
        else if (_json.ValueSpan.Length > MessageLimits.MaxNameBytes)
        {
            return Refusals.NameTooLong;
        }
        else
        {
            Name = _json.ValueSpan;
        }

        if (Name.SequenceEqual("__proto__"u8))
            return Refusals.PrototypeKey;
        return _scratch.Keys.TryAdd(Name) ? null : Refusals.DuplicateKey;
    }

    private Refusal? TakeValue()
    {
        if (++_values > MessageLimits.MaxValues)
            return Refusals.TooManyValues;
        return _json.TokenType switch
        {
            JsonTokenType.String => _json.ValueIsEscaped ? CheckEscapes() : null,
            JsonTokenType.StartObject => Enter(),
            JsonTokenType.StartArray => CheckDepth(),
            _ => null,
        };
    }

    private readonly Refusal? CheckEscapes()
    {
        SurrogateEscapes escapes = default;
        if (!_json.HasValueSequence)
            return escapes.Take(_json.ValueSpan) && escapes.ArePaired ? null : Refusals.LoneSurrogate;
        foreach (var piece in _json.ValueSequence)
        {
            if (!escapes.Take(piece.Span))
                return Refusals.LoneSurrogate;
        }

        return escapes.ArePaired ? null : Refusals.LoneSurrogate;
    }

    private readonly Refusal? Enter()
    {
        if (CheckDepth() is { } refusal)
            return refusal;
        _scratch.Keys.Enter();
        return null;
    }

    private readonly Refusal? Leave()
    {
        _scratch.Keys.Leave();
        return null;
    }

    // The depth of a start token is that of what surrounds it.
    private readonly Refusal? CheckDepth() => _json.CurrentDepth >= MessageLimits.MaxDepth ? Refusals.TooDeep : null;
}
