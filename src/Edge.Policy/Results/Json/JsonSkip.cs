namespace Edge.Policy.Results.Json;

/// <summary>Passes over values of a document that was found to be valid. Thread-safe.</summary>
internal static class JsonSkip
{
    /// <summary>The index behind the value that begins at <paramref name="at"/>.</summary>
    public static int Value(ReadOnlySpan<char> text, int at)
    {
        for (var depth = 0; ;)
        {
            switch (text[at])
            {
                case '{' or '[':
                    depth++;
                    at++;
                    break;
                case '}' or ']':
                    depth--;
                    at++;
                    break;
                case '"':
                    at = JsonText.EndOfString(text, at + 1, out _) + 1;
                    break;
                case ',' or ':' or ' ' or '\n' or '\r' or '\t':
                    at++;
                    continue;
                default:
                    at = JsonText.EndOfPlain(text, at);
                    break;
            }

            if (depth == 0)
                return at;
        }
    }
}
