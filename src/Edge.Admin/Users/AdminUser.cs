using Edge.Gateway.Callers.Files;

namespace Edge.Admin.Users;

/// <summary>Someone who may use the admin port. Immutable.</summary>
/// <param name="Name">The name in logs and records.</param>
/// <param name="TokenHash">The SHA-256 of the user's token, 32 bytes.</param>
/// <param name="Role">What the user may do.</param>
internal sealed record AdminUser(string Name, byte[] TokenHash, AdminRole Role)
{
    /// <summary>What a name must be, for messages.</summary>
    public const string NameRule = GrantWords.IdRule;

    /// <summary>Whether a text can be a user's name: as a grant's id.</summary>
    public static bool IsName(string text) => GrantWords.IsId(text);
}
