namespace Edge.Policy.Results;

/// <summary>Members of one object that are understood only together with others.</summary>
internal struct ObjectEnd
{
    private List<StringToken>? _blobs;

    /// <summary>The strings that may be base64.</summary>
    public readonly IReadOnlyList<StringToken> Blobs => _blobs ?? (IReadOnlyList<StringToken>)[];

    /// <summary>The media type of the blobs.</summary>
    public StringToken? MimeType { get; private set; }

    /// <summary>Whether a blob is named so; else it is <c>data</c>, which may be anything.</summary>
    public bool HasBlobMember { get; private set; }

    /// <summary>The name of a pair: <c>{"name": "API_KEY", "value": …}</c>.</summary>
    public StringToken? PairName { get; private set; }

    /// <summary>The value of a pair.</summary>
    public StringToken? PairValue { get; private set; }

    /// <summary>Keeps what is needed at the end; true if nothing else is to be done about the member.</summary>
    public bool Takes(ReadOnlySpan<char> name, StringToken value, bool isBlobZone)
    {
        switch (name)
        {
            case "name" or "key":
                PairName = value;
                return false;
            case "value":
                PairValue = value;
                return false;
            case "mimeType":
                MimeType = value;
                return false;
            case "blob" or "data" when isBlobZone:
                (_blobs ??= []).Add(value);
                HasBlobMember |= name is "blob";
                return true;
            default:
                return false;
        }
    }
}
