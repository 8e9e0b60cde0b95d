using Edge.Gateway.Callers;

namespace Edge.Admin.Users;

/// <summary>
/// Which tokens let users in: those of users that no grant has too. An agent that holds one must not answer for its own calls. Thread-safe.
/// </summary>
internal sealed class UserTokens(AdminUsers users, GrantCatalog grants)
{
    /// <summary>The user whom a token lets in; null for nobody.</summary>
    public AdminUser? Find(ReadOnlySpan<char> token) => users.Find(token) is { } user && IsUsersAlone(user) ? user : null;

    /// <summary>Whether a user is still who showed this token, and no grant has it.</summary>
    public bool IsStillGood(AdminUser shown) =>
        users.Named(shown.Name) is { } user && user.TokenHash.AsSpan().SequenceEqual(shown.TokenHash) && IsUsersAlone(user);

    private bool IsUsersAlone(AdminUser user) => grants.Current.Find(user.TokenHash) is null;
}
