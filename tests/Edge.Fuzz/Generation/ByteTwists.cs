using System.Buffers;
using System.Text;

namespace Edge.Fuzz.Generation;

/// <summary>Changes bytes: encodings, cuts, and what stands between tokens.</summary>
internal static class ByteTwists
{
    private static readonly byte[][] BadUtf8 =
    [
        [0xC0, 0x80], [0xC1, 0xA1], [0xE0, 0x80, 0xA1], [0xED, 0xA0, 0x80], [0xED, 0xB0, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0xF8, 0x88, 0x80, 0x80, 0x80], [0x80], [0xBF], [0xC3], [0xE2, 0x84],
        [0xF0, 0x9F, 0x98], [0xFF], [0xFE], [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80],
    ];

    private static readonly string[] Comments = ["/**/", "//\n", "#\n", "/* \" */", "<!---->", ",", ",,", ";", ":", "\\", "\"", "'", "{",
        "}", "[", "]", "\n", " "];

    private static readonly Encoding[] Encodings =
    [
        new UnicodeEncoding(false, false), new UnicodeEncoding(true, false), new UTF32Encoding(false, false),
            new UTF32Encoding(true, false), Encoding.Latin1,
    ];

    /// <summary>Other bytes made of <paramref name="body"/>, in one way.</summary>
    public static byte[] Twist(SplitMix dice, byte[] body)
    {
        if (body.Length == 0)
            return [(byte)dice.Below(256)];
        var at = dice.Below(body.Length);
        return dice.Below(13) switch
        {
            0 => body[..at],
            1 => [.. body, .. dice.OneIn(2) ? body : body[..at]],
            2 => Insert(body, Gap(dice, body), Encoding.UTF8.GetBytes(dice.Of(Words.OddBlanks))),
            3 => Insert(body, Gap(dice, body), Encoding.UTF8.GetBytes(dice.Of(Comments))),
            4 => Insert(body, at, dice.Of<byte[]>(BadUtf8)),
            5 => Insert(body, at, [(byte)dice.Below(256)]),
            6 => [.. body[..at], (byte)(body[at] ^ (1 << dice.Below(8))), .. body[(at + 1)..]],
            7 => [.. body[..at], .. body[(at + 1)..]],
            8 => Encode(dice, body),
            9 => [.. Encoding.UTF8.Preamble, .. body],
            10 => Insert(body, InText(dice, body),
                Encoding.UTF8.GetBytes(dice.Of("\n", "\t", "\0", "\u007F", "\\x41", "\\'", "\\u12", "\\u{41}", "\\", "\u2028", "\\U0041"))),
            11 => dice.OneIn(4) ? Encoding.ASCII.GetBytes(dice.Of("", " ", "\r\n\t ", "\0"))
                : [.. body, .. Encoding.UTF8.GetBytes(dice.Of(Words.OddBlanks))],
            _ => Insert(body, at, body.AsSpan(at, Math.Min(body.Length - at, dice.Below(40)))),
        };
    }

    private static byte[] Insert(byte[] body, int at, ReadOnlySpan<byte> more) => [.. body[..at], .. more, .. body[at..]];

    // Behind a token that ends in a structural character.
    private static int Gap(SplitMix dice, byte[] body) => Behind(dice, body, SearchValues.Create("{}[],:"u8));

    private static int InText(SplitMix dice, byte[] body) => Behind(dice, body, SearchValues.Create("\""u8));

    private static int Behind(SplitMix dice, byte[] body, SearchValues<byte> which)
    {
        var start = dice.Below(body.Length);
        var found = body.AsSpan(start).IndexOfAny(which);
        return found < 0 ? body.Length : start + found + 1;
    }

    private static byte[] Encode(SplitMix dice, byte[] body)
    {
        var encoding = dice.Of(Encodings);
        var text = Encoding.UTF8.GetString(body);
        return dice.OneIn(2) ? encoding.GetBytes(text) : encoding.GetBytes("\uFEFF" + text);
    }
}
