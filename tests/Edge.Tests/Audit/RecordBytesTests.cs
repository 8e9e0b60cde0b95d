using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Text;
using Edge.Gateway.Audit;
using Edge.Gateway.Callers;
using Edge.Gateway.Calls;
using Edge.Gateway.Keys;
using Edge.Gateway.Policies;
using Edge.Gateway.Routes;
using Edge.Mcp.Requests;
using Edge.Mcp.Responses;
using Edge.Policy.Approvals;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Parsing;
using Edge.Testing;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Edge.Tests.Audit;

/// <summary>Records to the byte, with their links: what was once written is what is written, and what others read.</summary>
public sealed class RecordBytesTests : IDisposable
{
    private const string Limits = """
        { "version": "1", "default": "deny",
          "all_tools": { "limits": [ { "counter": "calls a minute: €", "window": "minute", "max": 7 } ] },
          "tools": { "tool": { "shadow": true, "limits": [ { "counter": "money", "window": "hour", "max": 12.5, "increment_from": "args.body.n", "increment_default": 1 } ] } } }
        """;

    private static readonly EdgeKeys Keys = new([AuditBench.Secret(1)]);

    private readonly ManualTimeProvider _clock = new();
    private readonly AuditChain _chain = new(Keys.Signing(KeyPurpose.Audit), AuditHead.None);
    private readonly ArrayBufferWriter<byte> _lines = new();
    private AuditFormatter _formatter;

    private const string Id = "01M7W6C38013ZM0MG5N2V34E8B";

    public RecordBytesTests() => _formatter = Formatter();

    [Fact]
    public void A_call_with_nothing_special()
    {
        var call = Call();
        Decide(call);
        Close(call, TimeSpan.Zero);
        Assert.Equal(
        [
            """{"kind":"decision","seq":1,"time":"2026-11-20T10:00:00Z","decisionId":"01M7W6C38013ZM0MG5N2V34E8B","traceId":"""
                + """null,"server":"server","grant":"anonymous","address":null,"session":"""
                + """null,"method":"tools/call","tool":"tool","argumentKeys":"""
                + """["args.a"],"argumentsMac":"a7042eab2356e40bcb545343b78e01fb5a7c0ff9e4a563457e588a2fe4228b84","policy":"test","revision":"8a7054687fe46a8a3c0cfa55af39ee2a070bd93fe9cdebb3836b5f77fc91bd65","rule":"/default","reason":"allowed","decision":"allow","mode":"enforce","limits":[],"mac":"5c6ce72bd654b3f815d2cf5764ebc16f46c631326741ee47d502ee4ff3387d26"}""",
            """{"kind":"outcome","seq":2,"time":"2026-11-20T10:00:00Z","decisionId":"01M7W6C38013ZM0MG5N2V34E8B","traceId":"""
                + """null,"server":"server","grant":"anonymous","method":"tools/call","tool":"tool","decision":"allow","mode":"enforce","status":200,"toolError":null,"durationMs":0,"bytes":0,"mac":"ba13e2acbecb209fd856bb939b933c8fbf062c5db77adebf708c5ecc3a6a1222"}""",
        ], Lines());
    }

    [Fact]
    public void A_call_with_everything()
    {
        using var limiter = new CallLimiter(new MemoryLimitStore(_clock));
        using var span = new Activity("call").SetParentId(ActivityTraceId.CreateFromString("4ac484e72047433424d067b5a28e5cf0"),
            ActivitySpanId.CreateFromString("24d067b5a28e5cf0")).Start();
        _formatter = Formatter("args.text", "args.body.n", "args.list", "args.absent");
        var call =
            Read(CallOf(
            """{"text":"<b>\u00e9 \"q\" \n+'&`","body":{"n":1.50},"list":[ 1, {"k":null} ],"naïve":{"a.b":true,"\"":1,"😀":[]}}"""),
                Limits, "a session");
        call.Trace(span.TraceId);
        call.Context.Connection.RemoteIpAddress = IPAddress.Parse("2001:db8::1");
        var approval = new CallApproval(Approval() with { State = ApprovalState.Approved, AnsweredBy = "zoë" }, "url");
        var asked = new Edge.Policy.Calls.Call { Method = "tools/call", Tool = "tool", Arguments = call.Message!.Arguments };
        var decision = call.Snapshot.Policy.Decide(asked);
        call.WasDecided(new Verdict(decision, Id, approval, (CallLease)limiter.AttemptAcquire(asked)));
        _clock.Advance(TimeSpan.FromTicks(1_239_999));
        Decide(call);
        call.ServerAnswers();
        call.ServerAnswer!.Ended(new ResponseOutcome(OutcomeKind.ToolError, null, 12_345_678_901, Completed: true));
        _clock.Advance(TimeSpan.FromTicks(1));
        Close(call, TimeSpan.FromTicks(12_345_678));
        Assert.Equal(
        [
            """{"kind":"decision","seq":1,"time":"2026-11-20T10:00:"""
                + """00.123Z","decisionId":"01M7W6C38013ZM0MG5N2V34E8B","traceId":"4ac484e72047433424d067b5a28e5cf0","server":"server","grant":"anonymous","address":"2001:db8::1","session":"ca4d60c6a0b9934e781073af0494934b","method":"tools/call","tool":"tool","argumentKeys":["args.text","args.body.n","args.list[*].k","args.list","args[\u0022na\u00EFve\u0022][\u0022a.b\u0022]","args[\u0022na\u00EFve\u0022][\u0022\\\u0022\u0022]","args[\u0022na\u00EFve\u0022][\u0022\uD83D\uDE00\u0022]"],"argumentsMac":"1043f664aecd2dc8058734e64393557076a63cc6c69a5e4f40bb26808d720d45","argumentValues":{"args.text":"\u003Cb\u003E\u00E9 \u0022q\u0022 \n\u002B\u0027\u0026\u0060","args.body.n":1.50,"args.list":[1,{"k":null}]},"policy":"test","revision":"ea919847328b1995f80b127ca3177c4fa3518336400cae22ad07ff3d173b26b4","rule":"/tools/tool","reason":"allowed","decision":"allow","mode":"shadow","limits":[{"counter":"calls a minute: \u20AC","rule":"/all_tools/limits/0","max":7,"remaining":6,"mode":"enforce"},{"counter":"money","rule":"/tools/tool/limits/0","max":12.5,"remaining":11.0,"mode":"shadow"}],"approval":{"id":"01M7W6C38013ZM0MG5N2V34E8C","by":"zo\u00EB"},"mac":"30b21cfac5bd295e2cd2e86b42ccf7d4ae408af13365adbfab7925da98c2ab2d"}""",
            """{"kind":"outcome","seq":2,"time":"2026-11-20T10:00:"""
                + """00.124Z","decisionId":"01M7W6C38013ZM0MG5N2V34E8B","traceId":"4ac484e72047433424d067b5a28e5cf0","server":"server","grant":"anonymous","method":"tools/call","tool":"tool","decision":"allow","mode":"shadow","status":200,"toolError":true,"durationMs":1234.568,"bytes":12345678901,"mac":"7e7a7aa00cae82eda27d477f2e99343916b067a44753bd33cc81a4c8fe8cbf9b"}""",
        ], Lines());
    }

    [Fact]
    public void Calls_that_are_denied_or_would_be()
    {
        var denied = Call(decision: new Decision { Outcome = DecisionOutcome.Deny, Reason = DecisionReason.NotListed, Rule = "/default" });
        denied.Context.Response.ContentLength = 328;
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Decide(denied);
        Close(denied, TimeSpan.FromMilliseconds(0.5));
        var shadow =
            Call(decision: new Decision
            {
                Outcome = DecisionOutcome.ApprovalRequired,
                Reason = DecisionReason.ApprovalRequired,
                Rule = "/tools/a~1b*/approval",
                Mode = PolicyMode.Shadow
            });
        Decide(shadow);
        using var left = new CancellationTokenSource();
        left.Cancel();
        shadow.Context.RequestAborted = left.Token;
        Close(shadow, TimeSpan.FromSeconds(1));
        Assert.Equal(
        [
            """{"kind":"decision","seq":1,"time":"2026-11-20T10:00:00.1Z","decisionId":"01M7W6C38013ZM0MG5N2V34E8B","traceId":"""
                + """null,"server":"server","grant":"anonymous","address":null,"session":"""
                + """null,"method":"tools/call","tool":"tool","argumentKeys":"""
                + """["args.a"],"argumentsMac":"a7042eab2356e40bcb545343b78e01fb5a7c0ff9e4a563457e588a2fe4228b84","policy":"test","revision":"8a7054687fe46a8a3c0cfa55af39ee2a070bd93fe9cdebb3836b5f77fc91bd65","rule":"/default","reason":"not_listed","decision":"deny","mode":"enforce","limits":[],"mac":"f8308ee4a8947d2cdb7fa2fa9d2761f8ae11eb615148b83faf2fa61bbedd5ef7"}""",
            """{"kind":"outcome","seq":2,"time":"2026-11-20T10:00:00.1Z","decisionId":"01M7W6C38013ZM0MG5N2V34E8B","traceId":"""
                + """null,"server":"server","grant":"anonymous","method":"tools/call","tool":"tool","decision":"deny","mode":"enforce","status":200,"toolError":true,"durationMs":0.5,"bytes":328,"mac":"b761170522f68d711dc37a6e2f07bd3c8f3b98a249d40fd70a16b592a5a4ab04"}""",
            """{"kind":"decision","seq":3,"time":"2026-11-20T10:00:00.1Z","decisionId":"01M7W6C38013ZM0MG5N2V34E8B","traceId":"""
                + """null,"server":"server","grant":"anonymous","address":null,"session":"""
                + """null,"method":"tools/call","tool":"tool","argumentKeys":"""
                + """["args.a"],"argumentsMac":"a7042eab2356e40bcb545343b78e01fb5a7c0ff9e4a563457e588a2fe4228b84","policy":"test","revision":"8a7054687fe46a8a3c0cfa55af39ee2a070bd93fe9cdebb3836b5f77fc91bd65","rule":"/tools/a~1b*/approval","reason":"approval_required","decision":"approval_required","mode":"shadow","limits":[],"mac":"2e2a207fedae687537fe9b0b3755bfb97d5560abc708416058e5277ea4944923"}""",
            """{"kind":"outcome","seq":4,"time":"2026-11-20T10:00:00.1Z","decisionId":"01M7W6C38013ZM0MG5N2V34E8B","traceId":"""
                + """null,"server":"server","grant":"anonymous","method":"tools/call","tool":"tool","decision":"approval_required","mode":"shadow","status":499,"toolError":null,"durationMs":1000,"bytes":0,"mac":"b6759fead65054e3094acbda67a1eb9dd1febf7f66af7fbe93b72f9667192202"}""",
        ], Lines());
    }

    [Fact]
    public void What_is_no_call_of_a_tool()
    {
        var stream = new CallContext(new DefaultHttpContext { Request = { Method = "GET" } }, Route,
            Access("""{ "version": "1", "default": "allow" }"""));
        stream.WasDecided(
            new Verdict(new Decision { Outcome = DecisionOutcome.Deny, Reason = DecisionReason.Frozen, Rule = "" }, Id, null, null));
        stream.Context.Response.StatusCode = 503;
        Decide(stream);
        Close(stream, TimeSpan.FromTicks(1));
        var strange = Read("""{"jsonrpc":"2.0","id":1,"method":"no/such+<'&`\"\\>~"}""", """{ "version": "1", "default": "allow" }""");
        var unknown = new Decision { Outcome = DecisionOutcome.Deny, Reason = DecisionReason.MethodNotAllowed, Rule = "/methods" };
        strange.WasDecided(new Verdict(unknown, Id, null, null));
        Decide(strange);
        Assert.Equal(
        [
            """{"kind":"decision","seq":1,"time":"2026-11-20T10:00:00Z","decisionId":"01M7W6C38013ZM0MG5N2V34E8B","traceId":"""
                + """null,"server":"server","grant":"anonymous","address":null,"session":null,"method":"GET","tool":null,"argumentKeys":"""
                + """[],"argumentsMac":"""
                + """null,"policy":"test","revision":"8a7054687fe46a8a3c0cfa55af39ee2a070bd93fe9cdebb3836b5f77fc91bd65","rule":"","reason":"frozen","decision":"deny","mode":"enforce","limits":[],"mac":"3840ec54564de56c4af0fc04fc8248b029d4ddd59a13f6df630073420191a350"}""",
            """{"kind":"outcome","seq":2,"time":"2026-11-20T10:00:00Z","decisionId":"01M7W6C38013ZM0MG5N2V34E8B","traceId":"""
                + """null,"server":"server","grant":"anonymous","method":"GET","tool":null,"decision":"deny","mode":"enforce","status":"""
                + """503,"toolError":null,"durationMs":0.000,"bytes":"""
                + """0,"mac":"dff6b6a6f2947860cdc695da1fe5c0ed53d7e64bc1cdc85826d36c0f6736ec53"}""",
            """{"kind":"decision","seq":3,"time":"2026-11-20T10:00:00Z","decisionId":"01M7W6C38013ZM0MG5N2V34E8B","traceId":"""
                + """null,"server":"server","grant":"anonymous","address":null,"session":"""
                + """null,"method":"no/such\u002B\u003C\u0027\u0026\u0060\u0022\\\u003E~","tool":null,"argumentKeys":[],"argumentsMac":"""
                + """null,"policy":"test","revision":"8a7054687fe46a8a3c0cfa55af39ee2a070bd93fe9cdebb3836b5f77fc91bd65","rule":"/methods","reason":"method_not_allowed","decision":"deny","mode":"enforce","limits":[],"mac":"8a2f669e6f9f4895518375b092c9c7a0b6d01f436d1593e444822361bb242e4c"}""",
        ], Lines());
    }

    [Fact]
    public void What_people_answered()
    {
        Write(_formatter.Answer(Approval() with
        {
            State = ApprovalState.Approved,
            AnsweredBy = "ann",
            Scope = ApprovalScope.Tool,
            CallsLeft = 3,
            Reason = "it's <fine>"
        }));
        Write(_formatter.Answer(
            Approval() with { State = ApprovalState.Denied, AnsweredBy = "zoë", ExpiresAt = _clock.GetUtcNow().AddTicks(9_870_001) }));
        Assert.Equal(
        [
            """{"kind":"approval","seq":1,"time":"2026-11-20T10:00:"""
                + """00Z","server":"server","grant":"anonymous","method":"tools/call","tool":"tool","policy":"test","revision":"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee","rule":"/tools/tool/approval","digest":"dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd","decision":"approved","by":"ann","reason":"it\u0027s \u003Cfine\u003E","scope":"tool","calls":3,"expiresAt":"2026-11-20T10:10:00Z","approval":{"id":"01M7W6C38013ZM0MG5N2V34E8C","by":"ann"},"mac":"c6f10b13d7479346d507c32b40596441b32c16ffe4837099c586d28829973ea8"}""",
            """{"kind":"approval","seq":2,"time":"2026-11-20T10:00:"""
                + """00Z","server":"server","grant":"anonymous","method":"tools/call","tool":"tool","policy":"test","revision":"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee","rule":"/tools/tool/approval","digest":"dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd","decision":"denied","by":"zo\u00EB","reason":null,"scope":"once","calls":null,"expiresAt":"2026-11-20T10:00:00.987Z","approval":{"id":"01M7W6C38013ZM0MG5N2V34E8C","by":"zo\u00EB"},"mac":"ea16e3dcf9fdb4eaefa51d8ff7bd9439ec48b9d1d5be4466a8940580e5c7107c"}""",
        ], Lines());
    }

    public void Dispose() => _chain.Dispose();

    private static RoutePlan Route { get; } = new("server", "test", false, null, "rpc");

    private static GrantAccess Access(string policy)
    {
        var snapshot = new PolicySnapshot(PolicyLoader.Compile("test", "policy.json", Encoding.UTF8.GetBytes(policy)).Policy!,
            DateTimeOffset.UnixEpoch);
        return new GrantAccess(Caller.Anonymous, new PolicySlot("test", "policy.json", snapshot), null, false, true);
    }

    private static string CallOf(string arguments) =>
        $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"tool","arguments":{{{arguments}}}}}""";

    private static CallContext Read(string message, string policy, string? session = null)
    {
        var exchange = new CallContext(new DefaultHttpContext(), Route, Access(policy));
        exchange.WasRead(new ReadMessage { Facts = new MessageFacts(), SessionId = session });
        Assert.Null(new MessageParser().Parse(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(message)), exchange.Message!));
        return exchange;
    }

    private static CallContext Call(string arguments = """{"a":1}""", Decision? decision = null,
        string policy = """{ "version": "1", "default": "allow" }""")
    {
        var call = Read(CallOf(arguments), policy);
        decision ??= new Decision { Outcome = DecisionOutcome.Allow, Reason = DecisionReason.Allowed, Rule = "/default" };
        call.WasDecided(new Verdict(decision, Id, null, null));
        return call;
    }

    private Approval Approval() => new()
    {
        Id = "01M7W6C38013ZM0MG5N2V34E8C",
        Binding = new ApprovalBinding("anonymous", "server", "tool", "test", "/tools/tool/approval", new string('d', 64)),
        Revision = new string('e', 64),
        Message = "",
        Room = "",
        RequestedAt = _clock.GetUtcNow(),
        ExpiresAt = _clock.GetUtcNow().AddMinutes(10),
        ChangedAt = _clock.GetUtcNow(),
    };

    private AuditFormatter Formatter(params string[] recorded)
    {
        var settings =
            new AuditSettings
            {
                Record =
            [.. recorded.Select(text => PathParser.TryRead(text, out var path, out _) ? path : throw new ArgumentException(text))]
            };
        return new AuditFormatter(settings, Keys, new IdentityHash(Keys), _clock);
    }

    private void Decide(CallContext call) => Write(_formatter.Decision(new DecidedCall(call, 0, TimeSpan.Zero), committed: null));

    private void Close(CallContext call, TimeSpan duration) => Write(_formatter.Outcome(new EndedCall(call, 0, duration, duration)));

    private void Write(AuditEntry entry)
    {
        _chain.Append(entry.Kind, entry.Members, _lines);
        entry.Release();
    }

    private string[] Lines() => Encoding.UTF8.GetString(_lines.WrittenSpan).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
