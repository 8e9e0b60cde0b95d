using Edge.Mcp.Responses;

namespace Edge.Gateway.Calls;

/// <summary>
/// Is told what is wrong with the lists of servers. Called while an answer passes: implementations are fast and thread-safe.
/// </summary>
internal interface IListObserver
{
    /// <summary>An entry was dropped, because nobody could call it by its name.</summary>
    /// <param name="server">The server whose list it is.</param>
    /// <param name="entry">The entry.</param>
    void Dropped(string server, InvalidEntry entry);
}
