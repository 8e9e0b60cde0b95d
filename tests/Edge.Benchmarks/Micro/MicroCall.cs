using System.Text;

namespace Edge.Benchmarks.Micro;

/// <summary>The message that is read: a call with as much in it as wanted, in many strings as prompts are.</summary>
internal static class MicroCall
{
    /// <summary>A call of so many bytes.</summary>
    public static byte[] Of(int bytes, string tool = "tool-0")
    {
        const string Word = "\"a lighthouse at dusk, wide angle, 35 mm, warm light on the water\",";
        var (head, tail) =
            ($$$"""{"jsonrpc":"2.0","id":42,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{"endpointId":"ep-fast","count":1,"input":[""", "\"\"]}}}");
        var text = new StringBuilder(head);
        while (text.Length + Word.Length + tail.Length <= bytes)
            text.Append(Word);
        text.Append(' ', Math.Max(0, bytes - text.Length - tail.Length));
        return Encoding.ASCII.GetBytes(text.Append(tail).ToString());
    }
}
