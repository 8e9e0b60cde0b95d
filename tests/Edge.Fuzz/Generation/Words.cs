namespace Edge.Fuzz.Generation;

/// <summary>What names and texts are made of: few, so that they meet, and the ones that readers are known to differ about.</summary>
internal static class Words
{
    /// <summary>Names of arguments; the paths that are read lead through most of them.</summary>
    public static readonly string[] Names = ["a", "b", "k", "s", "id", "body", "gpu", "count", "status", "a.b", "0", "1", "name", "x"];

    /// <summary>Names that somebody may take for another, or that mean something in some language.</summary>
    public static readonly string[] OddNames =
    [
        "A", "K", "S", "ID", "Id", "\u212A", "\u017F", "\u0131d", "\u0130d", "Body", "GPU", "gp\u0075", "Count", "\u017Ftatus",
            "statu\u017F", "a ", " a", "a\0", "a\u200B",
        "\uFEFFa", "\uFF41", "a\u0301", "\u00E1", "", "constructor", "toString", "hasOwnProperty", "length", "__proto__", "prototype",
            "__PROTO__", "-1", "01", "1.0", "\u2028",
        "\uD83D\uDE00", "\uD800", "a\uDC00", "args", "$ref", "null", "true", "\u007F", "\u0001", "a\"b", "a\\b", "a/b",
    ];

    public static readonly string[] Texts =
    [
        "", "a", "x", "stop", "p1", "8", "true", "null", "\u00E9", "e\u0301", "\uD83D\uDE00", "\u2028", "\uFEFF", "\0", "\u0007", "\u007F",
            "\u0085", "\"", "\\", "\\u0061", "/", "\r\n",
        "{\"a\":1}", "[1]", "\u212A", "\uFFFF", "\uFFFD", "\uDBFF\uDFFF", "../x", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ];

    public static readonly string[] BrokenTexts = ["\uD800", "\uDC00", "a\uD83D", "\uDE00\uD83D", "\uD83Dx\uDE00"];

    public static readonly string[] Numbers =
    [
        "0", "1", "-1", "8", "2.5", "-0", "0.0", "-0.0", "1.0", "1e0", "1E+2", "1e-2", "0.1", "1.10", "100000000000000000000",
            "9007199254740991", "9007199254740992", "9007199254740993",
        "-9007199254740993", "9007199254740993.0", "1.00000000000000001", "1e400", "-1e400", "1e-400", "4.9e-324", "1e308",
            "1.7976931348623157e308", "123456789012345678901234567890",
        "0.30000000000000004", "1e23", "18446744073709551616", "9223372036854775807", "9223372036854775808", "1e9999999999", "0e99999",
            "5e-1", "10e-1", "0.000001e6",
    ];

    /// <summary>What some reader takes for a value and JSON does not have.</summary>
    public static readonly string[] NoTokens =
    [
        "NaN", "Infinity", "-Infinity", "undefined", "True", "None", "nul", "tru", "01", "-01", "+1", ".5", "1.", "0x10", "1_000", "1e",
            "1e+", "--1", "'a'", "a", "-", "\"a", "1n", "00", "-a", "",
    ];

    public static readonly string[] Literals = ["true", "false", "null"];

    /// <summary>White space to Unicode or to some language, and none to JSON.</summary>
    public static readonly string[] OddBlanks =
    [
        "\u00A0", "\u0085", "\u1680", "\u2000", "\u2003", "\u2009", "\u200B", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000", "\uFEFF",
            "\u180E", "\v", "\f", "\0", "\u001C", "\u001E", "\u0008",
    ];
}
