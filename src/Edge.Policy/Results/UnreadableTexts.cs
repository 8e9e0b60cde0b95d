namespace Edge.Policy.Results;

/// <summary>
/// Texts of an answer that are no JSON although names are to be masked or taken out there. The text of an error passes if none of the names
/// occurs in it. Not thread-safe.
/// </summary>
internal sealed class UnreadableTexts
{
    private bool _saysError;
    private bool _saysNoError;
    private bool _isAny;
    private bool _isFatal;

    /// <summary>Whether the answer is withheld for them.</summary>
    public bool Withholds => _isFatal || (_isAny && (!_saysError || _saysNoError));

    /// <summary>Keeps what <c>isError</c> says; of two that differ, that it is none.</summary>
    public void Says(bool isError)
    {
        _saysError |= isError;
        _saysNoError |= !isError;
    }

    /// <summary>Keeps a text that is no JSON.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isError">Whether it is the message of a JSON-RPC error.</param>
    /// <param name="rules">What is masked and taken out.</param>
    public void Add(ReadOnlySpan<char> text, bool isError, ResultRules rules)
    {
        if (text.IsWhiteSpace() || Json.JsonText.IsDocument(text) && text.TrimStart()[0] != '"')
            return;
        _isAny |= !isError;
        foreach (var rule in rules.Remove.Concat(rules.Mask))
            _isFatal |= !rule.IsShadow && text.Contains(rule.Name, StringComparison.OrdinalIgnoreCase);
    }
}
