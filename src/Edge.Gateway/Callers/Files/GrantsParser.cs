using System.Collections.Frozen;
using System.Collections.Immutable;
using Edge.Gateway.Callers.Credentials;
using Edge.Gateway.Keys;
using Edge.Policy.Documents;
using Edge.Policy.Parsing;
using Edge.Policy.Text;

namespace Edge.Gateway.Callers.Files;

/// <summary>
/// Reads a grants file: its form, and what can be said of it without knowing servers, policies and secrets. Never throws.
/// </summary>
internal sealed class GrantsParser
{
    private static readonly string[] RootMembers = ["grants"];
    private static readonly string[] GrantMembers = ["id", "tokenHashes", "labels", "expires", "servers"];
    private static readonly string[] ServerMembers = ["policy", "credential"];
    private static readonly string[] CredentialMembers = ["header", "value"];

    private readonly FormReader _form;
    private readonly Dictionary<string, SourceNode> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (SourceNode Node, string Grant)> _hashes = new(StringComparer.OrdinalIgnoreCase);

    private readonly DiagnosticBag _diagnostics;

    private GrantsParser(DiagnosticBag diagnostics) => (_diagnostics, _form) = (diagnostics, new FormReader(diagnostics));

    /// <summary>The bag for the mistakes of a grants file, which never repeats what may be a secret.</summary>
    public static DiagnosticBag NewBag(string file) => new(file, GrantCodes.Family, holdsSecrets: true);

    /// <summary>Reads the bytes of a grants file; all mistakes are added, and what could be read is returned.</summary>
    public static ImmutableArray<GrantDocument> Read(ReadOnlySpan<byte> utf8, DiagnosticBag diagnostics)
    {
        if (SourceText.Decode(utf8, PolicyParser.MaxBytes, diagnostics) is not { } text
            || SourceReader.Read(text, diagnostics) is not { } root)
            return [];
        var parser = new GrantsParser(diagnostics);
        if (!parser._form.IsObject(root, "a grants file", RootMembers))
            return [];
        var list = parser._form.Required(root, "grants");
        if (list is { Kind: SourceKind.Array, Items.Count: 0 })
            diagnostics.Warning(list.Place, GrantCodes.NoGrant, "there is no grant, so nobody can call (make one with 'edge grant new')");
        return parser._form.List(list, "an array of grants", parser.ReadGrant);
    }

    private GrantDocument? ReadGrant(SourceNode node)
    {
        if (!_form.IsObject(node, "a grant", GrantMembers))
            return null;
        var id = ReadId(_form.Required(node, "id"));
        return new GrantDocument
        {
            Id = id ?? "",
            TokenHashes = ReadHashes(_form.Required(node, "tokenHashes"), id ?? ""),
            Labels = ReadLabels(node.Member("labels")?.Value),
            Expires = ReadExpiry(node.Member("expires")?.Value),
            Servers = ReadServers(_form.Required(node, "servers")),
        };
    }

    private string? ReadId(SourceNode? node)
    {
        if (_form.Text(node, "an id") is not { } id)
            return null;
        if (!GrantWords.IsId(id))
            _form.Error(node!,
                GrantCodes.InvalidId, $"expected an id of {GrantWords.IdRule}{(id == "anonymous" ? ", and not 'anonymous'" : "")}, "
                    + $"found {UserText.Quote(id)}");
        else if (!_ids.TryAdd(id, node!))
            _form.Error(node!, GrantCodes.DuplicateId, $"duplicate id {UserText.Quote(id)}; it first occurs at {At(_ids[id])}");
        return id;
    }

    private ImmutableArray<byte[]> ReadHashes(SourceNode? node, string grant)
    {
        var hashes = _form.List(node, "an array of token hashes", item => ReadHash(item, grant));
        if (node is { Kind: SourceKind.Array, Items.Count: 0 })
            _form.Error(node, DiagnosticCodes.EmptyList, "expected at least one token hash, found none (make one with 'edge grant new')");
        return hashes;
    }

    private byte[]? ReadHash(SourceNode node, string grant)
    {
        if (_form.Text(node, "a token's SHA-256 in hexadecimal digits") is not { } text)
            return null;
        if (text.StartsWith(AccessToken.Prefix, StringComparison.OrdinalIgnoreCase))
        {
            _form.Error(node, GrantCodes.PlainToken,
                "expected a token's SHA-256, found a token itself: anyone who reads this file could use it (make another with 'edge grant "
                    + "new', which writes its hash)");
            return null;
        }

        if (!AccessToken.TryReadHash(text, out var hash))
        {
            _form.Error(node,
                GrantCodes.InvalidHash, $"expected a token's SHA-256 in 64 hexadecimal digits, found a string of {text.Length} "
                    + $"characters (make one with 'edge grant new')");
            return null;
        }

        if (_hashes.TryAdd(text, (node, grant)))
            return hash;
        var (first, owner) = _hashes[text];
        _form.Error(node,
            GrantCodes.DuplicateHash, $"duplicate token hash; it first occurs at {At(first)}, in grant {UserText.Quote(owner)} (a "
                + $"token belongs to one grant)");
        return null;
    }

    private FrozenDictionary<string, PolicyValue> ReadLabels(SourceNode? node)
    {
        if (node is null || !_form.Is(node, SourceKind.Object, "labels, an object"))
            return FrozenDictionary<string, PolicyValue>.Empty;
        var labels = new Dictionary<string, PolicyValue>(StringComparer.Ordinal);
        foreach (var member in node.Members)
        {
            if (member.Name.Length == 0)
                _form.Error(member, DiagnosticCodes.EmptyName, "expected a label's name, found an empty string");
            else if (member.Value.Kind is not (SourceKind.String or SourceKind.Number or SourceKind.Boolean))
                _form.Error(member.Value,
                    GrantCodes.InvalidLabel, $"expected a string, a number, true or false as label {UserText.Quote(member.Name)}, "
                        + $"found {FormReader.Describe(member.Value)}");
            else if (ValueParser.Read(_form, member.Value) is { } value)
                labels.Add(member.Name, value);
        }

        return labels.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private DateTimeOffset? ReadExpiry(SourceNode? node)
    {
        if (_form.Text(node, "a time as '2027-01-01T00:00:00Z'") is not { } text)
            return null;
        if (GrantWords.TryReadTime(text, out var time))
            return time;
        _form.Error(node!, GrantCodes.InvalidExpiry, $"expected a time as '2027-01-01T00:00:00Z', found {UserText.Quote(text)}");
        return null;
    }

    private ImmutableArray<GrantServerDocument> ReadServers(SourceNode? node)
    {
        if (node is null || !_form.Is(node, SourceKind.Object, "the servers of the grant, an object"))
            return [];
        if (node.Members.Count == 0)
        {
            _diagnostics.Warning(
                node.Place, GrantCodes.NoServer,
                    "the grant names no server, so its tokens reach nothing (add one, as 'edge grant new --server' does)");
        }

        var servers = ImmutableArray.CreateBuilder<GrantServerDocument>(node.Members.Count);
        foreach (var member in node.Members)
        {
            if (!_form.IsObject(member.Value, "a server of the grant", ServerMembers))
                continue;
            var policy = member.Value.Member("policy")?.Value;
            var credential = member.Value.Member("credential")?.Value;
            servers.Add(new GrantServerDocument
            {
                Server = member.Name,
                Place = member.NamePlace,
                Policy = _form.Name(policy, "the name of a policy"),
                PolicyPlace = policy?.Place ?? default,
                Credential = credential is null ? null : ReadCredential(credential),
                CredentialPlace = credential?.Member("value")?.Value.Place ?? default,
            });
        }

        return servers.ToImmutable();
    }

    private CredentialTemplate? ReadCredential(SourceNode node)
    {
        if (!_form.IsObject(node, "a credential", CredentialMembers))
            return null;
        var (headerNode, valueNode) = (_form.Required(node, "header"), _form.Required(node, "value"));
        var (header, value) = (_form.Text(headerNode, "a header's name"), _form.Name(valueNode, "a header's value"));
        if (header is not null && CredentialTemplate.HeaderProblem(header) is { } wrongHeader)
            _form.Error(headerNode!, GrantCodes.InvalidCredential, wrongHeader);
        if (header is null || value is null)
            return null;
        var template = CredentialTemplate.Read(header, value, out var problem);
        if (template is null)
            _form.Error(valueNode!, GrantCodes.InvalidCredential, problem);
        return template;
    }

    private static string At(SourceNode node) => $"line {node.Place.Line}, column {node.Place.Column}";
}
