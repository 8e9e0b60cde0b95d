namespace Edge.Testing.Cost;

/// <summary>A JSON value that a caller may send, in any size, to make reading and judging expensive.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Make">The value in about so many bytes.</param>
public sealed record CostShape(string Name, Func<int, string> Make)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
