using Xunit;

namespace Edge.Tests.Telemetry;

/// <summary>Sources and meters are the process's: what listens to them runs alone, or it would hear other tests.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "telemetry, alone";
}
