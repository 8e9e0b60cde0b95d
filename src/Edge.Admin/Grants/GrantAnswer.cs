namespace Edge.Admin.Grants;

/// <summary>One grant: never its tokens, nor their hashes.</summary>
/// <param name="Id">The id.</param>
/// <param name="Labels">The labels, as JSON has them.</param>
/// <param name="Tokens">How many tokens it has.</param>
/// <param name="Expires">From when on they are refused; absent for never.</param>
/// <param name="HasExpired">Whether they are refused now.</param>
/// <param name="Servers">The servers it reaches.</param>
internal sealed record GrantAnswer(
    string Id, IReadOnlyDictionary<string, object?> Labels, int Tokens, DateTimeOffset? Expires, bool HasExpired,
        IReadOnlyList<GrantServerAnswer> Servers);
