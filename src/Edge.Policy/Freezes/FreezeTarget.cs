namespace Edge.Policy.Freezes;

/// <summary>Who or what is stopped; the key of a freeze. Names are compared ordinally.</summary>
/// <param name="Scope">How far the freeze reaches.</param>
/// <param name="Name">The id of the grant or of the server's cluster; null exactly for <see cref="FreezeScope.All"/>.</param>
public readonly record struct FreezeTarget(FreezeScope Scope, string? Name)
{
    /// <summary>Everything.</summary>
    public static FreezeTarget All => new(FreezeScope.All, null);

    /// <summary>One grant.</summary>
    public static FreezeTarget Grant(string id) => new(FreezeScope.Grant, id);

    /// <summary>One server.</summary>
    public static FreezeTarget Server(string name) => new(FreezeScope.Server, name);

    /// <summary>The target in words, for messages: <c>grant 'ci'</c>, <c>server 'runpod'</c>, <c>everything</c>.</summary>
    public override string ToString() => Scope switch
    {
        FreezeScope.Grant => $"grant '{Name}'",
        FreezeScope.Server => $"server '{Name}'",
        FreezeScope.All => "everything",
        _ => throw new InvalidOperationException($"The scope {Scope} has no words."),
    };
}
