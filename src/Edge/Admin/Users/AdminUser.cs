namespace Edge.Admin.Users;

/// <summary>Someone who may use the admin port. Immutable.</summary>
/// <param name="Name">The name in logs and records.</param>
/// <param name="TokenHash">The SHA-256 of the user's token, 32 bytes.</param>
/// <param name="Role">What the user may do.</param>
internal sealed record AdminUser(string Name, byte[] TokenHash, AdminRole Role)
{
    /// <summary>What a name must be, for messages.</summary>
    public const string NameRule = "1 to 64 letters, digits, dots, hyphens, underscores and at signs";

    /// <summary>Whether a text can be a user's name.</summary>
    public static bool IsName(string text) => text.Length is >= 1 and <= 64 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@');
}
