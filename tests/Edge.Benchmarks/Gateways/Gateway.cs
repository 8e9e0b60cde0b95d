using Edge.Testing.Running;

namespace Edge.Benchmarks.Gateways;

/// <summary>Something that a client may call in the server's place, or the server itself.</summary>
/// <param name="Name">As the table says it.</param>
/// <param name="Address">Where it listens.</param>
internal sealed record Gateway(string Name, Uri Address)
{
    /// <summary>What the kernel counts of it; null for the server itself, which stands behind all.</summary>
    public ProcessFigures? Process { get; init; }

    /// <summary>What it allocates; null where it is no .NET program.</summary>
    public Allocations? Allocations { get; init; }

    /// <summary>Starts a gateway's program and waits until it listens.</summary>
    public static async Task<(Gateway Gateway, ChildProgram Program)> StartAsync(
        string name, Uri address, string file, IEnumerable<string> arguments, IEnumerable<(string Key, string Value)> environment,
            Allocations? allocations = null)
    {
        var all = environment.Concat(allocations?.Environment ?? []).ToDictionary(e => e.Key, e => e.Value);
        var program = ChildProgram.Start(name, file, arguments, all);
        await program.ListeningAsync(address);
        return (new Gateway(name, address) { Process = new ProcessFigures(program.Id), Allocations = allocations }, program);
    }
}
