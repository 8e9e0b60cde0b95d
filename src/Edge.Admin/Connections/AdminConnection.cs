using Microsoft.AspNetCore.Connections;

namespace Edge.Admin.Connections;

/// <summary>One connection to the admin port, a feature of it. Only <see cref="AdminConnections"/> changes it.</summary>
internal sealed class AdminConnection(BaseConnectionContext connection)
{
    /// <summary>Whether it carried a request of a user, and is not closed for others.</summary>
    public bool IsKnown { get; set; }

    /// <summary>Whether it is among those that may be closed.</summary>
    public bool IsListed { get; set; }

    /// <summary>Closes it.</summary>
    public void Close() => connection.Abort(new ConnectionAbortedException("Others need the admin port."));
}
