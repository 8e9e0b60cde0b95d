using System.Security.Cryptography;
using System.Text;

namespace Edge.Stores.Redis;

/// <summary>One of the scripts that Redis runs: loaded once, then called by its hash. Immutable.</summary>
internal sealed class RedisScript
{
    private RedisScript(string text) =>
        // Redis knows scripts by their SHA-1 (EVALSHA); nothing is protected by it.
#pragma warning disable CA5350
        (Text, Hash) = (text, SHA1.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350

    /// <summary>Takes the limits of a call, or looks at them.</summary>
    public static RedisScript Take { get; } = Read("take.lua");

    /// <summary>Ends what calls took.</summary>
    public static RedisScript End { get; } = Read("end.lua");

    /// <summary>Says that this Edge lives.</summary>
    public static RedisScript Renew { get; } = Read("renew.lua");

    /// <summary>The script, with what every script begins with.</summary>
    public string Text { get; }

    /// <summary>Its SHA-1.</summary>
    public byte[] Hash { get; }

    /// <summary>The same script by the clock that <paramref name="expression"/> reads. For tests.</summary>
    public RedisScript By(string expression) =>
        new(Text.Replace("local t = redis.call('TIME')", $"do return {expression} end local t = {{}}", StringComparison.Ordinal));

    private static RedisScript Read(string name) => new($"{Part("prelude.lua")}\n{Part(name)}");

    private static string Part(string name)
    {
        using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the program lacks its part '{name}'");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
