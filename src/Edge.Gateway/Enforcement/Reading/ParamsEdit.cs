using System.Buffers;
using System.Text.Json;
using Edge.Gateway.Approvals;

namespace Edge.Gateway.Enforcement.Reading;

/// <summary>
/// Cuts what Edge had asked for out of a message, by byte range: its own <c>requestState</c>, and the answer to its own question in
/// <c>inputResponses</c>. Every other byte stays as sent, but for the commas and the white space between members of these two objects.
/// Pure.
/// </summary>
internal static class ParamsEdit
{
    /// <summary>The name of Edge's question among those that a client is asked.</summary>
    public const string Question = "edge.approval";

    /// <summary>The message without Edge's part, and with the server's own where Edge had taken it along.</summary>
    /// <param name="body">The message, which was read strictly.</param>
    /// <param name="start">Where the object <c>params</c> begins.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="call">What Edge had taken along.</param>
    /// <param name="accepted">Whether the answer to Edge's question was <c>accept</c>.</param>
    /// <returns>Null when the caller answers questions that were not asked together, so that it is not clear which to pass on.</returns>
    public static byte[]? WithoutQuestion(ReadOnlySpan<byte> body, int start, int length, SealedCall call, out bool accepted)
    {
        accepted = false;
        var parameters = body.Slice(start, length);
        var members = new ArrayBufferWriter<byte>(body.Length + call.ServerState.Length + call.ServerResponses.Length + 64);
        members.Write(body[..(start + 1)]);
        var first = members.WrittenCount;
        var isAnswered = false;
        var reader = new Utf8JsonReader(parameters);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var at = (int)reader.TokenStartIndex;
            var isState = reader.ValueTextEquals("requestState"u8);
            var isResponses = reader.ValueTextEquals("inputResponses"u8);
            reader.Read();
            var value = (int)reader.TokenStartIndex;
            reader.Skip();
            var end = (int)reader.BytesConsumed;
            if (isState)
            {
                if (!call.ServerState.IsEmpty)
                    Add(members, first, parameters[at..value], call.ServerState.Span);
            }
            else if (isResponses)
            {
                isAnswered = true;
                if (!TryCut(parameters[value..end], call.ServerResponses, out var rest, out accepted))
                    return null;
                if (!rest.IsEmpty)
                    Add(members, first, parameters[at..value], rest.Span);
            }
            else
            {
                Add(members, first, parameters[at..value], parameters[value..end]);
            }
        }

        if (!isAnswered && !call.ServerResponses.IsEmpty)
            Add(members, first, "\"inputResponses\":"u8, call.ServerResponses.Span);
        members.Write(body[(start + length - 1)..]);
        return members.WrittenSpan.ToArray();
    }

    // Of the answers without Edge's: those that Edge had taken along, or those that are left; both together are refused.
    private static bool TryCut(ReadOnlySpan<byte> responses, ReadOnlyMemory<byte> takenAlong, out ReadOnlyMemory<byte> rest,
        out bool accepted)
    {
        rest = takenAlong;
        accepted = false;
        var reader = new Utf8JsonReader(responses);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;
        var others = new ArrayBufferWriter<byte>(responses.Length);
        others.Write("{"u8);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var at = (int)reader.TokenStartIndex;
            var isOurs = reader.ValueTextEquals(Question);
            reader.Read();
            var value = (int)reader.TokenStartIndex;
            reader.Skip();
            var end = (int)reader.BytesConsumed;
            if (isOurs)
                accepted = IsAccept(responses[value..end]);
            else
                Add(others, 1, responses[at..value], responses[value..end]);
        }

        if (others.WrittenCount == 1)
            return true;
        if (!takenAlong.IsEmpty)
            return false;
        others.Write("}"u8);
        rest = others.WrittenMemory;
        return true;
    }

    private static bool IsAccept(ReadOnlySpan<byte> response)
    {
        var reader = new Utf8JsonReader(response);
        using var json = JsonDocument.ParseValue(ref reader);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("action"u8, out var action)
            && action.ValueKind == JsonValueKind.String && action.ValueEquals("accept"u8);
    }

    private static void Add(ArrayBufferWriter<byte> members, int first, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (members.WrittenCount > first)
            members.Write(","u8);
        members.Write(name);
        members.Write(value);
    }
}
