namespace Edge.Policy.Results.Detection;

/// <summary>A secret that was found.</summary>
/// <param name="Detector">What found it.</param>
/// <param name="Start">Where the secret begins.</param>
/// <param name="End">The index behind it.</param>
internal readonly record struct TokenMatch(Detector Detector, int Start, int End);
