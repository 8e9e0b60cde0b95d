using System.Security.Cryptography;
using Edge.Gateway.Keys;

namespace Edge.Admin.Users;

/// <summary>The users of the admin port. Immutable, thread-safe.</summary>
internal sealed class AdminUsers(IReadOnlyList<AdminUser> users)
{
    /// <summary>Whether there is none.</summary>
    public bool AreNone => users.Count == 0;

    /// <summary>The user of this name; null for nobody.</summary>
    public AdminUser? Named(string name) => users.FirstOrDefault(user => user.Name == name);

    /// <summary>The user whose token this is; null for a token of nobody. Takes as long for one as for another.</summary>
    public AdminUser? Find(ReadOnlySpan<char> token)
    {
        Span<byte> hash = stackalloc byte[AccessToken.HashBytes];
        if (!AccessToken.TryHash(token, hash))
            return null;
        AdminUser? found = null;
        foreach (var user in users)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, user.TokenHash))
                found = user;
        }

        return found;
    }
}
