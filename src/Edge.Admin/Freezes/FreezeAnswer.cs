using Edge.Policy.Freezes;

namespace Edge.Admin.Freezes;

/// <summary>One freeze, as the API shows it.</summary>
internal sealed record FreezeAnswer
{
    /// <summary>How far it reaches.</summary>
    public required FreezeScope Scope { get; init; }

    /// <summary>The grant's id or the server's name; absent for everything.</summary>
    public string? Name { get; init; }

    /// <summary>The user who stopped it.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why; absent when no reason was given.</summary>
    public string? Reason { get; init; }

    /// <summary>Shows a freeze.</summary>
    public static FreezeAnswer Of(Freeze freeze) => new()
    {
        Scope = freeze.Target.Scope,
        Name = freeze.Target.Name,
        By = freeze.By,
        At = freeze.At.ToUniversalTime(),
        Reason = freeze.Reason,
    };
}
