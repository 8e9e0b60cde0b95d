namespace Edge.Testing.Running;

/// <summary>How long the tests wait for something that must happen: only a failing test waits so long.</summary>
public static class Patience
{
    /// <summary>Until a program is ready, or has ended.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
}
