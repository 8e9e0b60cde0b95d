using System.Text;
using Edge.Mcp.Responses;

namespace Edge.Gateway.Enforcement.Denials;

/// <summary>How one kind of server answers for a tool, and for a method, that it does not have: byte for byte.</summary>
/// <param name="EventStream">Whether it answers as an event stream.</param>
/// <param name="Sized">Whether the answer to a tool carries a length (or comes in chunks).</param>
/// <param name="Tool">The answer for a tool, with <c>{name}</c> and <c>{id}</c>.</param>
/// <param name="Method">The answer for a method, with <c>{id}</c>.</param>
internal sealed record UnknownToolTemplate(bool EventStream, bool Sized, string Tool, string Method)
{
    /// <summary>What the answer for a tool is, as far as observers want to know; its length aside.</summary>
    public ResponseOutcome ToolOutcome { get; } = OutcomeOf(EventStream, Tool);

    /// <summary>What the answer for a method is, as far as observers want to know; its length aside.</summary>
    public ResponseOutcome MethodOutcome { get; } = OutcomeOf(EventStream, Method);

    /// <summary>The answer for a tool; its name needs no escaping, because only plain names are read at all (wire.md, item 4).</summary>
    public byte[] ForTool(string name, ReadOnlySpan<byte> id) => Fill(Tool.Replace("{name}", name, StringComparison.Ordinal), id);

    /// <summary>The answer for a method.</summary>
    public byte[] ForMethod(ReadOnlySpan<byte> id) => Fill(Method, id);

    private static ResponseOutcome OutcomeOf(bool eventStream, string template) =>
        OutcomeScanner.Of(eventStream ? ResponseFormat.EventStream : ResponseFormat.Json, Fill(template, "0"u8));

    private static byte[] Fill(string template, ReadOnlySpan<byte> id) =>
        Encoding.UTF8.GetBytes(template.Replace("{id}", JavaScriptId.Rewrite(id), StringComparison.Ordinal));
}
