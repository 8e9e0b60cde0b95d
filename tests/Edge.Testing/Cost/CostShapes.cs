using System.Globalization;
using System.Text;

namespace Edge.Testing.Cost;

/// <summary>The shapes with which the cost of a call is tested and measured (docs/decisions/0021).</summary>
public static class CostShapes
{
    private const int Kibi = 1024;

    /// <summary>What every other shape is compared with: one plain string.</summary>
    public static CostShape Plain { get; } = new("one plain string", size => Quoted("x", size));

    /// <summary>All shapes, the plain string first.</summary>
    public static IReadOnlyList<CostShape> All { get; } =
    [
        Plain,
        new("a string of escaped letters", size => Quoted("\\u0061", size)),
        new("a string of line breaks", size => Quoted("\\n", size)),
        new("a string of emoji", size => Quoted("😀", size / 2)),
        new("a string of escaped emoji", size => Quoted("\\ud83d\\ude00", size)),
        new("a string that nearly has the part", size => Quoted(NastyPolicy.Part[..^1], size)),
        new("a long integer", size => new string('1', size)),
        new("a long fraction", size => "1." + new string('0', size)),
        new("a long exponent", size => "1e" + new string('0', size) + "1"),
        new("more numbers than a message may have", size => $"[{new StringBuilder().Insert(0, "1,", Math.Max(1, size / 2))}1]"),
        new("numbers of one digit", size => List("1", size)),
        new("numbers in other spellings", size => List("-0.10e1", size)),
        new("numbers of 17 digits", size => List("0.12345678901234567", size)),
        new("numbers that no double holds", size => List("9007199254740993", size)),
        new("strings of one letter", size => List("\"a\"", size)),
        new("empty strings", size => List("\"\"", size)),
        new("strings of the policy's list", size => List("\"item-150\"", size)),
        new("escaped strings of the policy's list", size => List("\"\\u0069tem-150\"", size)),
        new("strings of two-byte letters", size => List("\"é\"", size)),
        new("strings of 1 KiB for the expression", size => List('"' + NastyPolicy.Heavy(Kibi) + '"', size)),
        new("strings of 64 KiB for the expression", size => List('"' + NastyPolicy.Heavy(64 * Kibi) + '"', size)),
        new("strings of 60 KiB in escapes for the expression",
            size => List('"' + string.Concat(Enumerable.Repeat("\\u0061", 10 * Kibi)) + '"', size)),
        new("literals", size => List("true,false,null", size)),
        new("empty arrays", size => List("[]", size)),
        new("empty objects", size => List("{}", size)),
        new("arrays in arrays", size => List(Nested("[", "1", "]", 50), size)),
        new("objects in objects", size => List(Nested("{\"a\":", "1", "}", 50), size)),
        new("arrays of arrays of numbers", size => List("[1,1,1,1]", size)),
        new("objects with the wanted members", size => List("{\"name0\":1,\"name299\":2}", size)),
        new("objects with members in another letter case", size => List("{\"NAME0\":1,\"Name299\":2}", size)),
        new("objects for the nested path", size => List("{\"a\":[{\"b\":1},{\"b\":1}]}", size)),
        new("objects like the policy's", size => List("{\"x\":[1,2,{\"y\":\"z\"}]}", size)),
        new("values of every kind", size => List("1,\"a\",null,true,{},[]", size)),
        new("an object with as many members as may be", size => Members(i => $"\"name{i}\":1", size)),
        new("an object with names in escapes", size => Members(i => $"\"\\u006eame{i}\":1", size)),
        new("an object with long names", size => Members(i => $"\"{i}{new string('n', 8 * Kibi)}\":1", size)),
        new("an object with long values", size => Members(i => $"\"name{i}\":\"{new string('v', Kibi)}\"", size)),
        new("spaces in an array", size => $"[1,{new string(' ', size)}1]"),
        new("line breaks in an object", size => $"{{\"name0\":1,{new string('\n', size)}\"name1\":2}}"),
        new("a long array, then all kinds", size => $"[{List("1", size / 2)},{List("\"item-150\"", size / 4)},{List("{}", size / 4)}]"),
    ];

    // Nearly as many as a message may have (docs/security.md).
    private const int MaxMembers = 90_000;
    private const int MaxValues = 999_000;

    private static string Quoted(string unit, int size) => new StringBuilder(size + unit.Length + 2).Append('"')
        .Insert(1, unit, Math.Max(1, size / unit.Length)).Append('"').ToString();

    // As many elements as a message may have; what is missing is one long string at the end.
    private static string List(string element, int size)
    {
        var members = element.Count(sign => sign == ':');
        var values = 1 + element.Count(sign => sign is ',' or '[' or '{');
        var most = Math.Min(MaxValues / values, members == 0 ? int.MaxValue : MaxMembers / members);
        var text = new StringBuilder(size + element.Length + 2).Append('[').Append(element);
        for (var i = 1; text.Length < size && i < most; i++)
            text.Append(',').Append(element);
        if (text.Length < size)
            text.Append(CultureInfo.InvariantCulture, $",\"{new string('r', size - text.Length)}\"");
        return text.Append(']').ToString();
    }

    private static string Members(Func<int, string> member, int size)
    {
        var text = new StringBuilder(size).Append('{').Append(member(0));
        for (var i = 1; text.Length < size && i < MaxMembers; i++)
            text.Append(',').Append(member(i));
        if (text.Length < size)
            text.Append(CultureInfo.InvariantCulture, $",\"rest\":\"{new string('r', size - text.Length)}\"");
        return text.Append('}').ToString();
    }

    private static string Nested(string open, string inner, string close, int depth) =>
        new StringBuilder().Insert(0, open, depth).Append(inner).Insert(open.Length * depth + inner.Length, close, depth).ToString();
}
