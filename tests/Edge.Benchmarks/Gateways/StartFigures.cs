namespace Edge.Benchmarks.Gateways;

/// <summary>What it takes to have an Edge: seconds from its start until it is ready, and megabytes while nobody calls.</summary>
/// <param name="Seconds">Until it is ready.</param>
/// <param name="IdleMiB">All that is resident: the files of .NET that lie in memory anyway count too.</param>
/// <param name="OwnMiB">What no other process could share: heaps, stacks, and code that was compiled.</param>
internal sealed record StartFigures(double Seconds, double IdleMiB, double OwnMiB);
