namespace Edge.EndToEnd.Running;

/// <summary>How long the tests wait for something that must happen: only a failing test waits so long.</summary>
internal static class Patience
{
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
}
