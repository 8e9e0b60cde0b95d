using System.ComponentModel.DataAnnotations;

namespace Edge.Admin.Sessions;

/// <summary>Who asks.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="Role">The user's role.</param>
/// <param name="By"><c>token</c> or <c>session</c>.</param>
/// <param name="Expires">When the session ends; absent for a token.</param>
internal sealed record MeAnswer(
    string Name,
    [property: AllowedValues("viewer", "approver", "admin")] string Role,
    [property: AllowedValues("token", "session")] string By,
    DateTimeOffset? Expires);
