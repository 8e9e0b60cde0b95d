using System.Buffers;
using System.Text.Json;

namespace Edge.Mcp.Responses;

/// <summary>The answer in the place of one that is withheld.</summary>
internal static class WithheldAnswer
{
    /// <summary>What callers are told.</summary>
    public static string Message(WithheldReason reason, bool isListExpected) => reason == WithheldReason.Revision
        ? "Use a supported revision of the protocol."
        : isListExpected
            ? $"The server's list could not be read safely and was withheld: it {reason.Text()}."
            : $"The server's answer was withheld, because a reader could find a list in it: it {reason.Text()}.";

    /// <summary>Writes a JSON-RPC error.</summary>
    public static void Write(IBufferWriter<byte> output, JsonRpcId id, WithheldReason reason, ListFilterOptions options) =>
        RpcErrorWriter.Write(
            output,
            id,
            Code(reason),
            Message(reason, options.IsListExpected),
            reason == WithheldReason.Revision ? json => WriteRevisions(json, options.Revisions) : null);

    /// <summary>The JSON-RPC code.</summary>
    public static int Code(WithheldReason reason) =>
        reason == WithheldReason.Revision ? RpcCodes.UnsupportedProtocolVersion : RpcCodes.InternalError;

    private static void WriteRevisions(Utf8JsonWriter json, IReadOnlyList<string> revisions)
    {
        json.WriteStartArray("supported"u8);
        foreach (var revision in revisions)
            json.WriteStringValue(revision);
        json.WriteEndArray();
    }
}
