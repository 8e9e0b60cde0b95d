namespace Edge.Architecture.Tests;

/// <summary>One folder uses types of another.</summary>
/// <param name="From">The folder that uses.</param>
/// <param name="To">The folder that is used.</param>
internal readonly record struct Dependency(string From, string To)
{
    /// <inheritdoc/>
    public override string ToString() => $"{From} -> {To}";
}
