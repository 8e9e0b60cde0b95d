using System.Text;
using System.Text.Json;
using Edge.Policy.Documents;
using Edge.Policy.Parsing;
using Edge.Policy.Text;

namespace Edge.Policy.Testing;

/// <summary>
/// Reads calls, strictly: <c>{ "tool": "…", "arguments": { … } }</c> or a JSON-RPC message of the method <c>tools/call</c>.
/// </summary>
internal static class SampleCallReader
{
    private const string Method = "tools/call";
    private static readonly string[] Call = ["tool", "arguments"];
    private static readonly string[] Message = ["jsonrpc", "id", "method", "params"];
    private static readonly string[] Params = ["name", "arguments", "_meta"];

    /// <summary>Reads a call alone; null after an error, which is in <paramref name="diagnostics"/>.</summary>
    public static SampleCall? Read(ReadOnlySpan<byte> utf8, DiagnosticBag diagnostics)
    {
        if (SourceText.Decode(utf8, PolicyParser.MaxBytes, diagnostics) is not { } text
            || SourceReader.Read(text, diagnostics) is not { } root || diagnostics.HasErrors)
            return null;
        using var json = JsonDocument.Parse(text);
        return Read(root, json.RootElement, new FormReader(diagnostics));
    }

    /// <summary>Reads a call that is a member of a file.</summary>
    /// <param name="node">The call with its places.</param>
    /// <param name="json">The same call, for the bytes of its arguments as they are written.</param>
    /// <param name="form">Takes the mistakes.</param>
    public static SampleCall? Read(SourceNode node, JsonElement json, FormReader form) => form.WithoutErrors(node, _ =>
    {
        if (node.Member("jsonrpc") is null)
            return form.IsObject(node, "a call", Call) ? Read(node, json, form, "tool") : null;
        if (!form.IsObject(node, "a JSON-RPC message", Message))
            return null;
        var method = form.Required(node, "method");
        if (form.Text(method) is { } name && name != Method)
            form.Error(method!, DiagnosticCodes.UnknownValue, $"expected the method '{Method}', found {UserText.Quote(name)}");
        return form.Required(node, "params") is { } inner && form.IsObject(inner, "'params'", Params)
            ? Read(inner, json.GetProperty("params"), form, "name")
            : null;
    });

    private static SampleCall? Read(SourceNode node, JsonElement json, FormReader form, string nameMember)
    {
        var tool = form.Name(form.Required(node, nameMember), "the name of a tool");
        var arguments = node.Member("arguments")?.Value;
        if (tool is null || (arguments is not null && !form.Is(arguments, SourceKind.Object, "the arguments, an object")))
            return null;
        return new SampleCall(tool, arguments is null ? default : Encoding.UTF8.GetBytes(json.GetProperty("arguments").GetRawText()));
    }
}
