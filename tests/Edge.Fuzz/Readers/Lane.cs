using Edge.Testing;

namespace Edge.Fuzz.Readers;

/// <summary>What one thread of the run works with: its own readers in JavaScript and, where there is a <c>python3</c>, in Python.</summary>
internal sealed class Lane : IAsyncDisposable
{
    private readonly ReaderProcess[] _readers;

    private Lane(ReaderProcess node, ReaderProcess? python)
    {
        Node = node;
        _readers = python is null ? [node] : [node, python];
    }

    /// <summary>The reader in JavaScript, which knows more kinds of questions.</summary>
    public ReaderProcess Node { get; }

    /// <summary>The languages that read.</summary>
    public IEnumerable<string> Languages => _readers.Select(reader => reader.Name);

    /// <summary>Starts the readers; the paths of conditions are told once.</summary>
    public static async Task<Lane> StartAsync(byte[] paths)
    {
        var parser = Path.Combine(Repository.Node, "node_modules", "eventsource-parser", "dist", "index.js");
        if (!File.Exists(parser))
            throw new InvalidOperationException($"the npm packages are not installed: run 'make fuzz', or 'npm ci' in {Repository.Node}");
        var node = ReaderProcess.Start("JavaScript", "node", Script("read.mjs"), parser)
            ?? throw new InvalidOperationException("Node 20 or newer is needed: 'node' is not on the PATH");
        var lane = new Lane(node, ReaderProcess.Start("Python", "python3", Script("read.py")));
        foreach (var reader in lane._readers)
            await reader.AskAsync('p', [paths]);
        return lane;
    }

    /// <summary>What every reader reads in each input, at the same time.</summary>
    public async Task<IReadOnlyList<(string Language, string[] Answers)>> AskAllAsync(char kind, IReadOnlyCollection<byte[]> inputs)
    {
        if (inputs.Count == 0)
            return [];
        var answers = await Task.WhenAll(_readers.Select(reader => reader.AskAsync(kind, inputs)));
        return [.. _readers.Zip(answers, (reader, read) => (reader.Name, read))];
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var reader in _readers)
            await reader.DisposeAsync();
    }

    private static string Script(string name) => Path.Combine(Repository.Root, "tests", "Edge.Fuzz", "Readers", name);
}
