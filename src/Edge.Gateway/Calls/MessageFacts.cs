using Edge.Mcp.Requests;
using Edge.Policy.Calls;
using Microsoft.Extensions.ObjectPool;

namespace Edge.Gateway.Calls;

/// <summary>What is read of one message, and what a policy looks at of it; lent from request to request. Not thread-safe.</summary>
internal sealed class MessageFacts
{
    /// <summary>The message as read.</summary>
    public Message Message { get; } = new();

    /// <summary>The facts for the policy, and the charges it finds.</summary>
    public Call Call { get; } = new();

    /// <summary>Makes facts and cleans them.</summary>
    public sealed class Pooling : PooledObjectPolicy<MessageFacts>
    {
        /// <inheritdoc />
        public override MessageFacts Create() => new();

        /// <inheritdoc />
        public override bool Return(MessageFacts obj)
        {
            obj.Message.Reset();
            obj.Call.Reset();
            return true;
        }
    }
}
