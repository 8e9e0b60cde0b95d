using System.Text.Json;
using Edge.Policy.Documents;

namespace Edge.Policy.Evaluation;

/// <summary>Goes through the members of an object.</summary>
internal ref struct MemberCursor
{
    private readonly PolicyValue.Map? _stated;
    private Utf8JsonReader _json;
    private Utf8JsonReader _name;
    private readonly long _start;
    private int _index = -1;

    /// <summary>Starts before the first member of <paramref name="map"/>.</summary>
    public MemberCursor(scoped in Operand map)
    {
        _stated = map.Stated as PolicyValue.Map;
        if (map.IsSent)
        {
            _json = map.Json;
            _start = _json.BytesConsumed;
        }
    }

    /// <summary>The member's name, as a string.</summary>
    public readonly Operand Name => _stated is null ? Operand.Sent(_name) : Operand.OfText(_stated.Members[_index].Key);

    /// <summary>The member's value.</summary>
    public readonly Operand Value =>
        _stated is null ? Operand.Sent(_json) : Operand.OfStated(_stated.Members[_index].Value);

    /// <summary>How many bytes it has gone through; none of a stated map.</summary>
    public readonly long Consumed => _stated is null ? _json.BytesConsumed - _start : 0;

    /// <summary>Steps on; false at the end.</summary>
    public bool MoveNext()
    {
        _index++;
        if (_stated is not null)
            return _index < _stated.Members.Length;
        if (_index > 0)
            _json.Skip();
        if (!_json.Read() || _json.TokenType == JsonTokenType.EndObject)
            return false;
        _name = _json;
        return _json.Read();
    }
}
