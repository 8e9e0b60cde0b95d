using System.Buffers;
using System.Diagnostics;
using System.Net;
using Edge.Gateway.Calls;
using Edge.Gateway.Policies;
using Edge.Policy.Calls;

namespace Edge.Gateway.DecisionFeed;

/// <summary>
/// One place of the ring, written again and again: what it needs it keeps, so that a decision allocates nothing once the ring is warm.
/// Everything but <see cref="Gate"/> wants the gate held.
/// </summary>
internal sealed class DecisionSlot
{
    /// <summary>How much of the arguments is kept, in bytes; longer ones are not.</summary>
    public const int MaxArguments = 16 * 1024;

    /// <summary>How much of names other than tools' is kept, in characters; with longer ones a call is not judged again.</summary>
    public const int MaxNames = 2048;

    private PolicySnapshot? _snapshot;
    private Decision? _decision;
    private Caller _caller = Caller.Anonymous;
    private string _id = "";
    private string _server = "";
    private string _method = "";
    private string? _tool;
    private string? _prompt;
    private string? _session;
    private IPAddress? _address;
    private IReadOnlyList<string> _resources = [];
    private bool _isWhole;
    private ActivityTraceId _trace;
    private DateTimeOffset _at;
    private TimeSpan _deciding;
    private KeptLimit[] _limits = [];
    private int _limitCount;
    private byte[] _keys = [];
    private byte[] _arguments = [];
    private int _argumentBytes = -1;
    private DecisionEnd? _end;

    /// <summary>Guards all the rest.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The number of the decision that is here; 0 for none yet.</summary>
    public long Sequence { get; private set; }

    /// <summary>Takes a decision over the one that was here.</summary>
    public void Fill(long sequence, in DecidedCall call, DateTimeOffset at, bool keepArguments)
    {
        var started = call.Call;
        var message = started.Message;
        Sequence = sequence;
        _snapshot = started.Snapshot;
        _decision = call.Decision;
        _caller = started.Caller;
        _id = call.DecisionId;
        _server = started.Server;
        _method = started.Method;
        _tool = message?.ToolName;
        _session = started.SessionId;
        _address = started.Context.Connection.RemoteIpAddress;
        _trace = call.TraceId;
        _at = at;
        _deciding = call.Deciding;
        _end = null;
        TakeNames(message?.PromptName, message?.ResourceUris ?? []);
        TakeLimits(call);
        TakeArguments(message is { ToolName: not null } && keepArguments ? message.Arguments : null);
    }

    /// <summary>Notes what became of the decision of this id, if it is still here.</summary>
    public void Close(string id, DecisionEnd end)
    {
        if (_id == id)
            _end = end;
    }

    /// <summary>A copy that stays as it is.</summary>
    public KeptDecision Read() => new()
    {
        Sequence = Sequence,
        Id = _id,
        At = _at,
        Server = _server,
        Caller = _caller,
        Address = _address,
        Method = _method,
        Tool = _tool,
        Prompt = _prompt,
        ResourceUris = _resources,
        SessionId = _session,
        IsWhole = _isWhole,
        Decision = _decision!,
        Snapshot = _snapshot!,
        TraceId = _trace,
        Deciding = _deciding,
        Limits = [.. _limits.AsSpan(0, _limitCount)],
        Arguments = _argumentBytes < 0 ? null : _arguments.AsMemory(0, _argumentBytes).ToArray(),
        End = _end,
    };

    /// <summary>Adds the keys of the counts that the call asked for.</summary>
    public void CopyKeys(List<byte[]> keys)
    {
        foreach (var limit in _limits.AsSpan(0, _limitCount))
            keys.Add(_keys.AsSpan(limit.KeyStart, limit.KeyLength).ToArray());
    }

    private void TakeNames(string? prompt, IReadOnlyList<string> resources)
    {
        var length = prompt?.Length ?? 0;
        for (var i = 0; i < resources.Count && length <= MaxNames; i++)
            length += resources[i].Length;
        _isWhole = length <= MaxNames;
        _prompt = Shorten(prompt);
        _resources = resources.Count == 0 ? [] : _isWhole ? [.. resources] : [Shorten(resources[0])!];
    }

    private static string? Shorten(string? name) => name is { Length: > MaxNames } ? string.Concat(name.AsSpan(0, MaxNames - 1), "…")
        : name;

    private void TakeLimits(in DecidedCall call)
    {
        _limitCount = 0;
        if (call is not { Lease: { } lease, Charges: { } charges })
            return;
        var statuses = lease.Statuses;
        // One status a charge, in the same order.
        if (statuses.Length != charges.Items.Length)
            return;
        if (_limits.Length < statuses.Length)
            _limits = new KeptLimit[statuses.Length];
        if (_keys.Length < charges.Keys.Length)
            _keys = new byte[charges.Keys.Length];
        charges.Keys.CopyTo(_keys);
        for (var i = 0; i < statuses.Length; i++)
        {
            ref readonly var charge = ref charges.Items[i];
            _limits[i] = new KeptLimit(statuses[i].Limit, statuses[i].State, statuses[i].Remaining, statuses[i].ResetAt, charge.Cost,
                charge.KeyStart, charge.KeyLength);
        }

        _limitCount = statuses.Length;
    }

    private void TakeArguments(in ReadOnlySequence<byte>? arguments)
    {
        _argumentBytes = -1;
        if (arguments is not { Length: <= MaxArguments } sent)
            return;
        var length = (int)sent.Length;
        if (_arguments.Length < length)
            _arguments = new byte[Math.Min(MaxArguments, Math.Max(256, length * 2))];
        sent.CopyTo(_arguments);
        _argumentBytes = length;
    }
}
