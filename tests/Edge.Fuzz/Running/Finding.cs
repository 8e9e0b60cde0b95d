namespace Edge.Fuzz.Running;

/// <summary>An input that was read in two ways, or that broke something.</summary>
/// <param name="Target">The target that found it.</param>
/// <param name="Index">The input's number: with the seed it is made again.</param>
/// <param name="What">What went wrong.</param>
/// <param name="Input">The bytes.</param>
internal sealed record Finding(string Target, long Index, string What, byte[] Input);
