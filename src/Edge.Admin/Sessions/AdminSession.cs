using Edge.Admin.Users;

namespace Edge.Admin.Sessions;

/// <summary>Someone signed in with a browser. Ends once; thread-safe.</summary>
/// <param name="user">Who.</param>
/// <param name="csrf">What every change must repeat besides the cookie: no page of another origin can read it.</param>
/// <param name="expires">When it ends by itself.</param>
internal sealed class AdminSession(AdminUser user, string csrf, DateTimeOffset expires)
{
    private volatile bool _hasEnded;

    /// <summary>Who signed in, with the token of that time.</summary>
    public AdminUser User { get; } = user;

    /// <summary>What every change must repeat.</summary>
    public string Csrf { get; } = csrf;

    /// <summary>When it ends by itself.</summary>
    public DateTimeOffset Expires { get; } = expires;

    /// <summary>Whether it was ended.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Ends it.</summary>
    public void End() => _hasEnded = true;
}
