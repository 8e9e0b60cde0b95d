namespace Edge.Benchmarks.Micro;

internal static class MicroProgram
{
    public static Task<int> RunAsync() => Task.FromResult(0);
}
