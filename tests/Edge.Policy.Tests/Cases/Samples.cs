using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Edge.Policy.Calls;
using Edge.Policy.Compilation;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;
using Edge.Policy.Parsing;
using Xunit;

namespace Edge.Policy.Tests.Cases;

/// <summary>Builds policies and calls for tests.</summary>
internal static class Samples
{
    public const string Revision = "3f1c9a0b12cd3f1c9a0b12cd3f1c9a0b12cd3f1c9a0b12cd3f1c9a0b12cd3f1c";

    public static CompiledPolicy Compile(string policy)
    {
        var reading = PolicyParser.Read("policy.json", Encoding.UTF8.GetBytes(policy));
        Assert.True(reading.Document is not null, string.Join('\n', reading.Diagnostics));
        return PolicyCompiler.Compile("sample", Revision, reading.Document);
    }

    /// <summary>A policy with one rule, for the tool <c>t</c>.</summary>
    public static CompiledPolicy CompileRule(string rule) =>
        Compile($$"""{ "version": "1", "default": "deny", "tools": { "t": {{rule}} } }""");

    public static Call Call(string arguments = "", string tool = "t") =>
        new() { Method = "tools/call", Tool = tool, Arguments = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(arguments)) };

    public static Call ToCall(this CallCase call) => new()
    {
        Method = call.Method,
        Tool = call.Tool,
        Caller = Caller(call.Grant, call.Labels),
        Arguments = call.Arguments is null ? default
            : new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(call.Arguments.Value.GetRawText())),
        SessionId = call.Session,
        Address = call.Address is null ? null : IPAddress.Parse(call.Address),
        ResourceUris = call.Resources,
        Prompt = call.Prompt,
    };

    public static Caller Caller(string? grant, JsonElement? labels) => new(
        grant ?? "g",
        (labels?.EnumerateObject() ?? default).ToFrozenDictionary(label => label.Name, label => Value(label.Value),
            StringComparer.Ordinal));

    /// <summary>The same bytes in segments of <paramref name="size"/>.</summary>
    public static ReadOnlySequence<byte> Split(ReadOnlySequence<byte> bytes, int size)
    {
        Segment? first = null, last = null;
        foreach (var chunk in bytes.ToArray().Chunk(size))
        {
            last = new Segment(chunk, last);
            first ??= last;
        }

        return first is null ? default : new ReadOnlySequence<byte>(first, 0, last!, last!.Memory.Length);
    }

    public static string Describe(Decision decision) =>
        string.Join(' ', decision.Outcome, decision.Reason.ToSlug(), decision.Rule, decision.Mode, decision.Message);

    public static string[] Describe(Call call) =>
    [
        .. call.Charges.Items.ToArray().Select(charge =>
            string.Create(CultureInfo.InvariantCulture, $"{charge.Limit.Rule} {charge.Cost}{(charge.Limit.Shadow ? " shadow" : "")}")),
    ];

    public static string[] Keys(Call call) =>
        [.. call.Charges.Items.ToArray().Select(charge => Convert.ToHexString(call.Charges.KeyOf(charge)))];

    private static PolicyValue Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => new PolicyValue.Text(element.GetString()!),
        JsonValueKind.Number => new PolicyValue.Number(element.GetDouble()),
        JsonValueKind.True or JsonValueKind.False => new PolicyValue.Boolean(element.GetBoolean()),
        JsonValueKind.Array => new PolicyValue.List([.. element.EnumerateArray().Select(Value)]),
        JsonValueKind.Object =>
            new PolicyValue.Map([.. element.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Value(member.Value)))]),
        _ => new PolicyValue.Null(),
    };

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, Segment? before)
        {
            Memory = bytes;
            if (before is null)
                return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
