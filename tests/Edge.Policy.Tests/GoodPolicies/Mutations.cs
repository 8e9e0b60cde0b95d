using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Edge.Policy.Tests.GoodPolicies;

/// <summary>Good policies, damaged.</summary>
internal static class Mutations
{
    private static readonly string[] Strangers =
    [
        "null", "true", "0", "-1", "1e999", "9007199254740993", "\"\"", "\"*\"", "\"args\"", "\"args.a[*]\"", "\"args.a.keys()\"", "\"[\"",
            "\"(?i)[\"", "\"0s\"",
        "\"\\ud800\"", "[]", "[[]]", "{}", "{\"path\":\"args.a\"}", "{\"path\":1}", "{\"conditions\":[]}", "{\"not\":{}}", "\"grant\"",
            "\"regex\"", "\"concurrency\"",
    ];

    /// <summary>Some bytes replaced, removed or doubled.</summary>
    public static Gen<byte[]> Bytes =>
        from name in Gen.Elements(GoodPolicyFiles.Names)
        from edits in Gen.Choose(0, 1 << 30).Two().NonEmptyListOf()
        select edits.Take(4).Aggregate(GoodPolicyFiles.Read(name), (bytes, edit) => Edit(bytes, edit.Item1, edit.Item2));

    /// <summary>Some values exchanged for others that do not belong there: still JSON.</summary>
    public static Gen<byte[]> Values =>
        from name in Gen.Elements(GoodPolicyFiles.Names)
        from edits in (from at in Gen.Choose(0, 1 << 30) from stranger in Gen.Elements(Strangers) select (at, stranger)).NonEmptyListOf()
        select edits.Take(3).Aggregate(GoodPolicyFiles.Read(name), (bytes, edit) => Exchange(bytes, edit.at, edit.stranger));

    private static byte[] Edit(byte[] bytes, int at, int how)
    {
        if (bytes.Length == 0)
            return bytes;
        at %= bytes.Length;
        return (how % 3) switch
        {
            0 => [.. bytes[..at], (byte)(how >> 8), .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], .. bytes[(at + 1)..]],
            _ => [.. bytes[..at], .. bytes[at..Math.Min(bytes.Length, at + (how >> 8) % 40)], .. bytes[at..]],
        };
    }

    private static byte[] Exchange(byte[] bytes, int at, string stranger)
    {
        var spans = new List<(int Start, int End)>();
        var open = new Stack<int>();
        var reader = new Utf8JsonReader(bytes);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                open.Push((int)reader.TokenStartIndex);
            else if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                spans.Add((open.Pop(), (int)reader.BytesConsumed));
            else if (reader.TokenType != JsonTokenType.PropertyName)
                spans.Add(((int)reader.TokenStartIndex, (int)reader.BytesConsumed));
        }
        var (start, end) = spans[at % spans.Count];
        return [.. bytes[..start], .. Encoding.UTF8.GetBytes(stranger), .. bytes[end..]];
    }
}
