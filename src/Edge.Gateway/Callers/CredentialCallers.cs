using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Microsoft.Extensions.Primitives;

namespace Edge.Gateway.Callers;

/// <summary>
/// Says who is calling where no grants file does: on routes whose server refuses unknown credentials the keyed hash of the caller's
/// credential, elsewhere <c>anonymous</c>, one count for all (a wrong shared limit is seen, an evaded one is not). Thread-safe.
/// </summary>
internal sealed class CredentialCallers(IdentityHash hash)
{
    // A bound on what invented credentials can make Edge remember; beyond it callers are made anew, which costs time, not counts.
    private const int MaxRemembered = 10_000;

    // As many as the room for counts would hold several times over; those that come later stay among the unconfirmed.
    private const int MaxConfirmed = 100_000;

    private readonly ConcurrentDictionary<UInt128, Caller> _callers = new();

    // A connection that repeats a header is given the same text again by the server. Nothing here keeps one longer than its connection
    // does.
    private readonly ConditionalWeakTable<string, Caller> _repeated = [];
    private readonly ConcurrentDictionary<string, bool> _confirmed = new(StringComparer.Ordinal);
    private int _confirmedCount;

    /// <summary>The caller that presents <paramref name="authorization"/>.</summary>
    public Caller Resolve(StringValues authorization, bool credentialIsIdentity)
    {
        if (!credentialIsIdentity || authorization is not [{ Length: > 0 } credential])
            return Caller.Anonymous;
        return _repeated.TryGetValue(credential, out var caller) ? caller : _repeated.GetValue(credential, Find);
    }

    /// <summary>Whether a server has accepted the caller's credential since the start, or there is none to accept.</summary>
    public bool IsConfirmed(Caller caller) => ReferenceEquals(caller, Caller.Anonymous) || _confirmed.ContainsKey(caller.GrantId);

    /// <summary>A server that refuses unknown credentials answered a message of the caller's with success.</summary>
    public void Confirm(Caller caller)
    {
        if (Volatile.Read(ref _confirmedCount) < MaxConfirmed && _confirmed.TryAdd(caller.GrantId, true))
            Interlocked.Increment(ref _confirmedCount);
    }

    private Caller Find(string credential)
    {
        var name = hash.Of(Canonical(credential));
        if (_callers.TryGetValue(name, out var caller))
            return caller;
        if (_callers.Count >= MaxRemembered)
            _callers.Clear();
        return _callers.GetOrAdd(name, new Caller($"credential:{name >> 64:x16}", FrozenDictionary<string, PolicyValue>.Empty));
    }

    // To a server the scheme's letter case and the space behind it mean nothing (RFC 9110, section 11): nor may they make one caller many.
    private static string Canonical(string credential)
    {
        var end = credential.AsSpan().IndexOfAny(' ', '\t');
        return end < 0 ? credential : $"{credential[..end].ToLowerInvariant()} {credential.AsSpan(end).Trim(" \t")}";
    }
}
