using Edge.Mcp.Json;

namespace Edge.Mcp.Requests;

/// <summary>What reading a message needs besides the message; one a thread, kept at a bounded size. Not thread-safe.</summary>
internal sealed class ParserScratch
{
    [ThreadStatic]
    private static ParserScratch? _current;

    private byte[] _text = new byte[256];

    /// <summary>The scratch of this thread.</summary>
    public static ParserScratch Current => _current ??= new ParserScratch();

    /// <summary>The names of the objects that are open.</summary>
    public KeySet Keys { get; } = new();

    /// <summary>Room for a decoded text, which the next one overwrites; at most six times the largest text that is decoded.</summary>
    public Span<byte> Room(int bytes)
    {
        if (bytes > _text.Length)
            _text = new byte[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)bytes)];
        return _text;
    }
}
