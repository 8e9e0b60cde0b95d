using System.Net.Sockets;
using StackExchange.Redis;

namespace Edge.Stores.Redis;

/// <summary>What errors of Redis mean. Stateless.</summary>
internal static class RedisErrors
{
    // Errors of Redis' own state. Everything else that it says is about the question alone.
    private static readonly string[] s_outages =
    [
        "OOM", "READONLY", "LOADING", "MASTERDOWN", "MISCONF", "NOREPLICAS", "BUSY", "CLUSTERDOWN", "TRYAGAIN", "MOVED", "ASK",
        "UNKILLABLE", "NOAUTH", "WRONGPASS", "NOPERM", "DENIED",
    ];

    /// <summary>Whether an exception says that Redis could not be asked, or did not answer.</summary>
    public static bool IsFailure(Exception e) =>
        e is RedisException or RedisTimeoutException or RedisCommandException or TimeoutException or IOException or SocketException
            or ObjectDisposedException;

    /// <summary>Whether Redis refused this question and may well answer the next.</summary>
    public static bool IsOfTheQuestion(Exception e) => e is RedisServerException && IsOfTheQuestion(e.Message);

    /// <summary>The same by what Redis said.</summary>
    public static bool IsOfTheQuestion(string message) => !Array.Exists(s_outages, code => Has(message, code));

    /// <summary>Whether Redis does not know the script.</summary>
    public static bool IsUnknownScript(RedisServerException e) => e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);

    /// <summary>The code with which an error begins, such as <c>OOM</c>; for the log.</summary>
    public static string CodeOf(Exception e)
    {
        var end = e.Message.IndexOf(' ', StringComparison.Ordinal);
        return e is RedisServerException && end > 0 ? e.Message[..end] : "none";
    }

    // Redis 6 wraps what a command of a script said: "ERR Error running script (…): @user_script:1: -OOM command not allowed".
    private static bool Has(string message, string code) =>
        message.StartsWith(code + " ", StringComparison.Ordinal) || message == code
        || message.StartsWith("ERR Error running script", StringComparison.Ordinal)
            && message.Contains($"-{code} ", StringComparison.Ordinal)
        || code == "DENIED" && message.StartsWith("-DENIED", StringComparison.Ordinal);
}
