using System.Buffers;
using System.Text;
using Edge.Fuzz.Generation;
using Edge.Fuzz.Readers;
using Edge.Fuzz.Running;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Microsoft.AspNetCore.Http;

namespace Edge.Fuzz.Headers;

/// <summary>
/// Headers that mirror the body: whatever Edge accepts, a server that believes the headers without a look at the body reads the same
/// method, name and revision. The body arrives in pieces, whole or not.
/// </summary>
internal sealed class HeaderTarget(ulong seed) : FuzzTarget(seed)
{
    private const string Agree = "ok";

    private readonly RequestAdmission _admission = new(new WireOptions(), []);
    private readonly RevisionRules _revisions = new([]);

    public override string Name => "headers";

    public override int Share => 10;

    protected override async Task JudgeAsync(long first, int count, Lane lane, Tally tally)
    {
        var parser = new MessageParser();
        var accepted = new List<(long Index, byte[] Input)>();
        for (var index = first; index < first + count; index++)
        {
            var dice = Dice(index);
            var body = new Scribe(dice).Write(new Messages(dice).Message());
            try
            {
                if (await AdmitAsync(parser, dice, body, index, tally) is { } context)
                    accepted.Add(
                        (index, Frames.Join(Header(context, McpHeaders.Method), Header(context, McpHeaders.Name),
                            Header(context, McpHeaders.ProtocolVersion), body)));
            }
            catch (Exception error)
            {
                tally.Add(new Finding(Name, index, $"Edge threw: {error}", body));
            }
        }

        tally.Count($"{Name}: accepted", accepted.Count);
        foreach (var (language, answers) in await lane.AskAllAsync('h', accepted.ConvertAll(input => input.Input)))
        {
            for (var i = 0; i < answers.Length; i++)
            {
                if (answers[i] != Agree)
                    tally.Add(new Finding(Name, accepted[i].Index, $"{language} goes by the headers and reads another: {answers[i]}",
                        accepted[i].Input));
            }
        }
    }

    private static byte[]? Header(HttpContext context, string name) =>
        context.Request.Headers.TryGetValue(name, out var value) ? Encoding.Latin1.GetBytes(value.ToString()) : null;

    private async Task<HttpContext?> AdmitAsync(MessageParser parser, SplitMix dice, byte[] body, long index, Tally tally)
    {
        var message = new Message();
        // Read first to know what the headers should say; what the body alone is refused for is the other target's.
        if (parser.Parse(new ReadOnlySequence<byte>(body), message) is not null)
        {
            tally.Count($"{Name}: body alone is refused");
            return null;
        }

        var context = HeaderInputs.Make(dice, message);
        var refusal = _admission.CheckCaller(context) ?? RequestAdmission.CheckRequest(context);
        if (refusal is null && context.Request.Method != HttpMethods.Post)
            return null;
        refusal ??= await BodyArrival.ReadAsync(dice, context, body, what => tally.Add(new Finding(Name, index, what, body)));
        var verdict = _revisions.Check(context.Request.Headers, message);
        refusal ??= verdict.Refusal;
        if (refusal is null && !verdict.IsModern)
        {
            // Older revisions do not know these, and a server never sees them: Forwarding/RequestTransform drops them.
            context.Request.Headers.Remove(McpHeaders.Method);
            context.Request.Headers.Remove(McpHeaders.Name);
        }

        if (refusal is null)
            return context;
        tally.Refused(Name, refusal.Reason.Slug(), refusal.Message);
        return null;
    }
}
