using System.Buffers;
using System.Net;

namespace Edge.Policy.Calls;

/// <summary>
/// The facts of one message that a policy may look at, and the charges its evaluation found. Reusable: <see cref="Reset"/> between
/// messages. Not thread-safe; it belongs to the request that fills it.
/// </summary>
public sealed class Call
{
    /// <summary>
    /// Whether anybody could have invented who is calling: new counts of such callers have only a part of the store's room.
    /// </summary>
    public bool IsUnconfirmed { get; set; }

    /// <summary>The JSON-RPC method.</summary>
    public string Method { get; set; } = "";

    /// <summary>Who is calling.</summary>
    public Caller Caller { get; set; } = Caller.Anonymous;

    /// <summary>The tool's name; set exactly for <c>tools/call</c>.</summary>
    public string? Tool { get; set; }

    /// <summary>
    /// The bytes of the arguments' JSON object as sent, already checked: strict UTF-8, well-formed, no duplicate names, no lone surrogates,
    /// bounded depth. Empty when the call has none, which means <c>{}</c>.
    /// </summary>
    public ReadOnlySequence<byte> Arguments { get; set; }

    /// <summary>The URIs that the message names, each of which must be allowed; empty for most methods.</summary>
    public IReadOnlyList<string> ResourceUris { get; set; } = [];

    /// <summary>The prompt that the message names; null for most methods.</summary>
    public string? Prompt { get; set; }

    /// <summary>The session's id as the server knows it; null without one.</summary>
    public string? SessionId { get; set; }

    /// <summary>The client's address; null when unknown, which is one common count.</summary>
    public IPAddress? Address { get; set; }

    /// <summary>What the call takes of which limit: filled by the policy, taken by the limiter.</summary>
    public ChargeList Charges { get; } = new();

    /// <summary>
    /// How much work the last evaluation took, in steps of about ten nanoseconds; filled by the policy. It is bounded by the size of the
    /// arguments: what would take more is unevaluable.
    /// </summary>
    public long Work { get; internal set; }

    /// <summary>Forgets everything, so that the object can serve the next message.</summary>
    public void Reset()
    {
        IsUnconfirmed = false;
        Method = "";
        Caller = Caller.Anonymous;
        Tool = null;
        Arguments = default;
        ResourceUris = [];
        Prompt = null;
        SessionId = null;
        Address = null;
        Work = 0;
        Charges.Clear();
    }
}
