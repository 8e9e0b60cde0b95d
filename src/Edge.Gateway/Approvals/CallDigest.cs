using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Edge.Gateway.Approvals;

/// <summary>
/// Names what a call would do: HMAC-SHA-256 over grant, server, tool and the members of <c>params</c> but for <c>_meta</c>,
/// <c>inputResponses</c> and <c>requestState</c>. The order of members and the escapes of strings do not matter; everything else does.
/// Pure.
/// </summary>
/// <remarks>
/// It is keyed because people see it beside arguments whose secrets are masked: from a plain hash a short one could be guessed.
/// Everything stands under its kind and its length, so that no two calls run together to the same bytes: <c>s</c>, length and UTF-8 of a
/// string, its escapes undone; <c>n</c>, length and characters of a number; <c>o</c>, the count and the members of an object, each name as
/// a string, sorted by the bytes of the names; <c>a</c>, the count and the elements of an array; <c>t</c>, <c>f</c>, <c>z</c> for true,
/// false, null. Lengths and counts are 32 bits, big-endian.
/// </remarks>
internal static class CallDigest
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = Mcp.Json.JsonDepth.Max };

    /// <summary>The digest under each of the keys, in their order, 64 lower-case hexadecimal digits.</summary>
    /// <param name="keys">The keys for <see cref="Keys.KeyPurpose.Digest"/>, the one in use first; at least one.</param>
    /// <param name="grant">Who calls.</param>
    /// <param name="server">Which server.</param>
    /// <param name="tool">Which tool.</param>
    /// <param name="parameters">The bytes of <c>params</c>, an object that was read strictly.</param>
    public static string[] Of(IReadOnlyList<byte[]> keys, string grant, string server, string tool, in ReadOnlySequence<byte> parameters)
    {
        using var json = JsonDocument.Parse(parameters, Options);
        var form = new ArrayBufferWriter<byte>((int)parameters.Length + 256);
        Write(form, (byte)'s', Encoding.UTF8.GetBytes("edge call 1"));
        Write(form, (byte)'s', Encoding.UTF8.GetBytes(grant));
        Write(form, (byte)'s', Encoding.UTF8.GetBytes(server));
        Write(form, (byte)'s', Encoding.UTF8.GetBytes(tool));
        WriteMembers(form, json.RootElement.EnumerateObject().Where(member => !IsLeftOut(member)));
        return [.. keys.Select(key => Convert.ToHexStringLower(HMACSHA256.HashData(key, form.WrittenSpan)))];
    }

    private static bool IsLeftOut(JsonProperty member) =>
        member.NameEquals("_meta"u8) || member.NameEquals("inputResponses"u8) || member.NameEquals("requestState"u8);

    private static void WriteValue(ArrayBufferWriter<byte> form, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteMembers(form, value.EnumerateObject());
                break;
            case JsonValueKind.Array:
                WriteHead(form, (byte)'a', value.GetArrayLength());
                foreach (var element in value.EnumerateArray())
                    WriteValue(form, element);
                break;
            case JsonValueKind.String:
                Write(form, (byte)'s', Encoding.UTF8.GetBytes(value.GetString()!));
                break;
            case JsonValueKind.Number:
                Write(form, (byte)'n', JsonMarshal.GetRawUtf8Value(value));
                break;
            default:
                form.Write([value.ValueKind switch { JsonValueKind.True => (byte)'t', JsonValueKind.False => (byte)'f', _ => (byte)'z' }]);
                break;
        }
    }

    private static void WriteMembers(ArrayBufferWriter<byte> form, IEnumerable<JsonProperty> members)
    {
        var sorted = members.Select(member => (Name: Encoding.UTF8.GetBytes(member.Name), member.Value)).ToList();
        sorted.Sort((x, y) => x.Name.AsSpan().SequenceCompareTo(y.Name));
        WriteHead(form, (byte)'o', sorted.Count);
        foreach (var (name, value) in sorted)
        {
            Write(form, (byte)'s', name);
            WriteValue(form, value);
        }
    }

    private static void Write(ArrayBufferWriter<byte> form, byte kind, ReadOnlySpan<byte> bytes)
    {
        WriteHead(form, kind, bytes.Length);
        form.Write(bytes);
    }

    private static void WriteHead(ArrayBufferWriter<byte> form, byte kind, int count)
    {
        var head = form.GetSpan(1 + sizeof(int));
        head[0] = kind;
        BinaryPrimitives.WriteInt32BigEndian(head[1..], count);
        form.Advance(1 + sizeof(int));
    }
}
