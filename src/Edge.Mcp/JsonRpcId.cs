using System.Text;

namespace Edge.Mcp;

/// <summary>The <c>id</c> of a message, as the bytes that were sent, so that an answer echoes it exactly.</summary>
/// <remarks>The bytes belong to the message that was read: they are good until that message is read into again.</remarks>
/// <param name="Raw">The JSON token: digits, or a string with its quotes and escapes; empty when there is no id.</param>
/// <param name="IsString">Whether the token is a string: <c>1</c> and <c>"1"</c> are two ids.</param>
internal readonly record struct JsonRpcId(ReadOnlyMemory<byte> Raw, bool IsString)
{
    /// <summary>Whether an id was read, without doubt about what it is.</summary>
    public bool IsPresent => !Raw.IsEmpty;

    /// <summary>The token as text, for traces; allocates.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Raw.Span);
}
