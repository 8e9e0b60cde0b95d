using System.Buffers.Binary;
using System.Net;
using System.Text;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;
using Edge.Policy.Hashing;

namespace Edge.Admin.Limits;

/// <summary>
/// Reads and writes the end of a count's key, which says whose count it is (ChargeFinder writes it when a call is decided).
/// </summary>
internal static class CountName
{
    private const int Head = 1 + sizeof(int);

    private static readonly SipHash s_names = SipHash.Random();

    /// <summary>Whose count it is; null for a key that is not of this limit.</summary>
    public static IReadOnlyList<ScopeAnswer>? Read(CompiledCharge charge, ReadOnlySpan<byte> key)
    {
        if (!key.StartsWith(charge.Key))
            return null;
        var rest = key[charge.Key.Length..];
        var scopes = new List<ScopeAnswer>();
        foreach (var scope in charge.Scopes)
        {
            if (rest.Length < Head || BinaryPrimitives.ReadInt32LittleEndian(rest[1..]) is var length
                && (length < 0 || length > rest.Length - Head))
                return null;
            scopes.Add(Name(scope, rest[0], rest.Slice(Head, length)));
            rest = rest[(Head + length)..];
        }

        return rest.IsEmpty ? scopes : null;
    }

    /// <summary>The key of the count of a grant and a tool; null where more than these two says whose count it is.</summary>
    public static byte[]? Of(CompiledCharge charge, string grant, string tool)
    {
        using var key = new MemoryStream();
        key.Write(charge.Key);
        Span<byte> head = stackalloc byte[Head];
        foreach (var scope in charge.Scopes)
        {
            if (scope.Scope is not (LimitScope.Grant or LimitScope.Tool))
                return null;
            var value = Encoding.UTF8.GetBytes(scope.Scope == LimitScope.Grant ? grant : tool);
            head[0] = scope.Scope == LimitScope.Grant ? (byte)'g' : (byte)'t';
            BinaryPrimitives.WriteInt32LittleEndian(head[1..], value.Length);
            key.Write(head);
            key.Write(value);
        }

        return key.ToArray();
    }

    private static ScopeAnswer Name(CompiledScope scope, byte kind, ReadOnlySpan<byte> value) => (char)kind switch
    {
        'g' => new("grant", Encoding.UTF8.GetString(value)),
        't' => new("tool", Encoding.UTF8.GetString(value)),
        's' => new("session", Short(value)),
        '4' => new("ip", new IPAddress(value).ToString()),
        '6' => new("ip", $"{new IPAddress([.. value, 0, 0, 0, 0, 0, 0, 0, 0])}/64"),
        '?' => new("ip", "unknown"),
        '-' => Argument("absent"),
        '1' => Argument("true"),
        '0' => Argument("false"),
        _ => Argument(Short(value)),
    } is var name && scope.Source is { } source && name.Kind == "argument" ? name with { Value = $"{source.Path.Text} {name.Value}" }
    : name;

    private static ScopeAnswer Argument(string value) => new("argument", value);

    // Enough to tell two apart; what is behind it is for nobody, also if there are few things that it could be.
    private static string Short(ReadOnlySpan<byte> value) => $"#{(uint)s_names.Of(value):x8}";
}
