using Edge.Fuzz.Generation;
using Edge.Mcp.Requests;

namespace Edge.Fuzz.Requests;

/// <summary>Makes bodies: half of them messages in odd spelling, the others changed where readers are known to part.</summary>
internal static class RequestInputs
{
    private const int OneCrowdIn = 6_000;

    private static readonly string[] ProtocolNames = [.. ProtocolKeys.Names];

    public static byte[] Make(SplitMix dice)
    {
        var messages = new Messages(dice);
        if (dice.OneIn(OneCrowdIn))
        {
            var request = messages.Request();
            return new Scribe(dice).Write(dice.OneIn(2)
                ? TreeTwists.Crowd(request, MessageLimits.MaxMembers)
                : TreeTwists.LongList(request, MessageLimits.MaxValues));
        }

        Node message = messages.Message();
        var twists = new TreeTwists(dice, ProtocolNames);
        for (var left = dice.Of(0, 0, 0, 0, 1, 1, 1, 2, 3); left > 0; left--)
            message = twists.Twist(message);
        var body = new Scribe(dice).Write(message);
        return dice.OneIn(5) ? ByteTwists.Twist(dice, body) : body;
    }
}
