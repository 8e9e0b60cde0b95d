using Edge.Mcp.Json;

namespace Edge.Mcp.Responses;

/// <summary>What reading a list needs besides the message; one a thread, of fixed size between messages. Not thread-safe.</summary>
internal sealed class ListScratch
{
    /// <summary>The longest escaped name of a member, and the longest name or uri of an entry, in bytes as sent.</summary>
    public const int MaxTextBytes = 8 * 1024;

    [ThreadStatic]
    private static ListScratch? _current;

    /// <summary>The scratch of this thread.</summary>
    public static ListScratch Current => _current ??= new ListScratch();

    /// <summary>The names of the objects that are open.</summary>
    public KeySet Keys { get; } = new();

    /// <summary>The names of the entries of the list that is open.</summary>
    public KeySet Names { get; } = new();

    /// <summary>Room for one decoded text, which the next overwrites.</summary>
    public byte[] Text { get; } = new byte[MaxTextBytes];

    /// <summary>Forgets everything, before and after a message.</summary>
    public void Clear()
    {
        Keys.Clear();
        Names.Clear();
    }
}
