using System.Text.Json;

namespace Edge.Mcp.Responses;

/// <summary>What a message of a server is, by the members of its outermost object.</summary>
/// <param name="IsResponse">Whether it answers a request: it has a result or an error, and no method.</param>
/// <param name="Id">Its id; empty where it has none, has several, or is no object in JSON.</param>
internal readonly record struct MessageShape(bool IsResponse, JsonRpcId Id)
{
    /// <summary>Looks at a message. What is no object in JSON has no shape.</summary>
    public static MessageShape Of(ReadOnlySpan<byte> message)
    {
        var (hasMethod, hasAnswer, ids) = (false, false, 0);
        var id = default(JsonRpcId);
        try
        {
            var reader = new Utf8JsonReader(message, new JsonReaderOptions { MaxDepth = 1024 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return default;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isId = reader.ValueTextEquals("id"u8);
                hasMethod |= reader.ValueTextEquals("method"u8);
                hasAnswer |= reader.ValueTextEquals("result"u8) || reader.ValueTextEquals("error"u8);
                if (!reader.Read())
                    break;
                if (isId && reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
                {
                    ids++;
                    id = new JsonRpcId(message[(int)reader.TokenStartIndex..(int)reader.BytesConsumed].ToArray(),
                        reader.TokenType == JsonTokenType.String);
                }

                reader.Skip();
            }
        }
        catch (JsonException)
        {
            return default;
        }

        return new MessageShape(hasAnswer && !hasMethod, ids == 1 ? id : default);
    }
}
