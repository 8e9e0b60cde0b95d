using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Edge.Admin.Users;

namespace Edge.Admin.Sessions;

/// <summary>
/// The sessions of the console, in memory: a restart ends them all. Bounded in number and in life, and bound to the user's token: with
/// another token the session is nobody's. Thread-safe.
/// </summary>
internal sealed class AdminSessions(UserTokens tokens, AdminSettings settings, TimeProvider clock)
{
    /// <summary>How many there are at most; a new one ends the oldest.</summary>
    public const int MaxSessions = 256;

    /// <summary>How many one user has at most.</summary>
    public const int MaxPerUser = 16;

    private const int RandomBytes = 32;
    private const int MaxCookie = 64;

    private readonly Lock _gate = new();

    // By the hash of the cookie's value, oldest first: what this process holds opens nothing.
    private readonly OrderedDictionary<string, AdminSession> _sessions = new(StringComparer.Ordinal);

    /// <summary>Opens a session for a user who showed the token; the value of its cookie.</summary>
    public (string Cookie, AdminSession Session) Open(AdminUser user)
    {
        var cookie = Secret();
        var session = new AdminSession(user, Secret(), clock.GetUtcNow() + settings.SessionLife);
        lock (_gate)
        {
            Remove(_sessions.Where(other => other.Value.Expires <= clock.GetUtcNow()).Select(other => other.Key));
            Remove(_sessions.Where(other => other.Value.User.Name == user.Name).Select(other => other.Key).SkipLast(MaxPerUser - 1));
            Remove(_sessions.Keys.SkipLast(MaxSessions - 1));
            _sessions.Add(HashOf(cookie), session);
        }

        return (cookie, session);
    }

    /// <summary>The session of a cookie; null where there is none, or none any more.</summary>
    public AdminSession? Find(string? cookie)
    {
        if (cookie is not { Length: > 0 and <= MaxCookie })
            return null;
        AdminSession? session;
        lock (_gate)
            session = _sessions.GetValueOrDefault(HashOf(cookie));
        return session is not null && IsAlive(session) ? session : null;
    }

    /// <summary>Whether a session still lets its user in.</summary>
    public bool IsAlive(AdminSession session) =>
        !session.HasEnded && session.Expires > clock.GetUtcNow() && tokens.IsStillGood(session.User);

    /// <summary>Ends a session.</summary>
    public void End(AdminSession session)
    {
        session.End();
        lock (_gate)
            Remove(_sessions.Where(other => other.Value == session).Select(other => other.Key));
    }

    private void Remove(IEnumerable<string> keys)
    {
        foreach (var key in keys.ToList())
        {
            if (_sessions.Remove(key, out var session))
                session.End();
        }
    }

    private static string Secret()
    {
        Span<byte> random = stackalloc byte[RandomBytes];
        RandomNumberGenerator.Fill(random);
        return Base64Url.EncodeToString(random);
    }

    private static string HashOf(string cookie) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cookie)));
}
