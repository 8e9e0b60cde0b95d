using System.Text.Json;
using Edge.Policy.Documents;

namespace Edge.Policy.Evaluation;

/// <summary>Goes through the elements of an array, or through the member names of an object as if they were one.</summary>
internal ref struct ElementCursor
{
    private readonly bool _names;
    private readonly bool _sent;
    private readonly PolicyValue? _stated;
    private Utf8JsonReader _json;
    private readonly long _start;
    private int _index = -1;

    /// <summary>Starts before the first element of <paramref name="list"/>, an operand that is a list, a map or names.</summary>
    public ElementCursor(scoped in Operand list)
    {
        _names = list.Kind != OperandKind.List;
        _sent = list.IsSent;
        _stated = list.Stated;
        if (_sent)
        {
            _json = list.Json;
            _start = _json.BytesConsumed;
        }
    }

    /// <summary>The element; valid after <see cref="MoveNext"/> said true.</summary>
    public readonly Operand Current => _sent ? Operand.Sent(_json) : _stated switch
    {
        PolicyValue.List list => Operand.OfStated(list.Items[_index]),
        PolicyValue.Map map => Operand.OfText(map.Members[_index].Key),
        _ => Operand.Unevaluable,
    };

    /// <summary>How many bytes it has gone through; none of a stated list.</summary>
    public readonly long Consumed => _sent ? _json.BytesConsumed - _start : 0;

    /// <summary>Steps on; false at the end.</summary>
    public bool MoveNext()
    {
        _index++;
        if (!_sent)
        {
            return _stated switch
            {
                PolicyValue.List list => _index < list.Items.Length,
                PolicyValue.Map map => _index < map.Members.Length,
                _ => false,
            };
        }

        if (_index > 0)
        {
            if (_names)
                _json.Read();
            _json.Skip();
        }

        return _json.Read() && _json.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject);
    }
}
