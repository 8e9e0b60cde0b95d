using System.ComponentModel.DataAnnotations;
using Edge.Policy.Freezes;

namespace Edge.Admin.Freezes;

/// <summary>Whom to stop, or to let go on.</summary>
/// <param name="Scope">How far it reaches.</param>
/// <param name="Name">The grant's id or the server's name; absent exactly for <see cref="FreezeScope.All"/>.</param>
/// <param name="Reason">Why, for operators; at most <see cref="MaxReason"/> characters.</param>
internal sealed record FreezeRequest(
    FreezeScope Scope,
    [property: MaxLength(FreezeRequest.MaxName)] string? Name = null,
    [property: MaxLength(FreezeRequest.MaxReason)] string? Reason = null)
{
    /// <summary>How the body looks, for problems.</summary>
    public const string Expected =
        """{"scope": "grant", "server" or "all", "name": the grant's id or the server's name, "reason": a text if you like}""";

    /// <summary>The longest name, in characters.</summary>
    public const int MaxName = 256;

    /// <summary>The longest reason, in characters.</summary>
    public const int MaxReason = 500;

    /// <summary>What is to be stopped.</summary>
    public FreezeTarget ToTarget() => new(Scope, Name);

    /// <summary>What is wrong with the request by itself; null for nothing.</summary>
    public AdminProblem? Check()
    {
        if (Scope == FreezeScope.All)
        {
            if (Name is not null)
                return Wrong("name", "Leave out the name: the scope 'all' has none.");
        }
        else if (!IsLine(Name, MaxName))
        {
            return Wrong(
                "name", $"Name the {(Scope == FreezeScope.Grant ? "grant" : "server")}, in at most {MaxName} characters without "
                    + $"control characters.");
        }

        return Reason is null || IsLine(Reason, MaxReason) ? null
            : Wrong("reason", $"Give a reason of at most {MaxReason} characters without control characters, or none.");
    }

    // Names and reasons end up in terminals and logs.
    private static bool IsLine(string? text, int max) => text is { Length: > 0 } && text.Length <= max && !text.Any(char.IsControl);

    private static AdminProblem Wrong(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);
}
