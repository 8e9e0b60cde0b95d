using System.Collections.Frozen;
using System.Collections.Immutable;
using Edge.Gateway.Callers.Credentials;
using Edge.Gateway.Callers.Files;
using Edge.Gateway.Policies;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Parsing;
using Edge.Policy.Text;

namespace Edge.Gateway.Callers;

/// <summary>
/// Turns grants as written into grants as used: policies found, secrets filled in. What cannot be found is added to the mistakes.
/// </summary>
/// <param name="policies">The policies there are.</param>
/// <param name="servers">The servers there are.</param>
/// <param name="ofServers">The servers' own credentials, for grants that bring none.</param>
/// <param name="secrets">Where secrets come from.</param>
/// <param name="diagnostics">Takes the mistakes.</param>
internal sealed class GrantCompiler(
    PolicyCatalog policies, IReadOnlyList<string> servers, FrozenDictionary<string, Credential> ofServers, SecretReader secrets,
        DiagnosticBag diagnostics)
{
    /// <summary>The grant as used.</summary>
    public Grant Compile(GrantDocument document) => new(
        new Caller(document.Id, document.Labels),
        document.Expires,
        document.TokenHashes,
        document.Servers.Select(Compile).Where(s => s is not null)
            .ToFrozenDictionary(s => s!.Server, s => s!, StringComparer.OrdinalIgnoreCase));

    private GrantServer? Compile(GrantServerDocument document)
    {
        PolicySlot? policy = null;
        if (document.Policy is { } name && !policies.TryGet(name, out policy))
        {
            diagnostics.Error(
                document.PolicyPlace,
                GrantCodes.UnknownPolicy,
                $"unknown policy {UserText.Quote(name)}; expected {Choice(policies.Names)}{Spelling.Hint(name, policies.Names)}");
        }

        Credential? credential = null;
        if (document.Credential is { } template && (credential = template.Resolve(secrets, out var problem)) is null)
            diagnostics.Error(document.CredentialPlace, GrantCodes.CredentialUnreadable, problem);

        // Exactly as the cluster is written: two spellings of one server would be two answers to one question.
        if (servers.Contains(document.Server))
            return new GrantServer(document.Server, policy, credential ?? ofServers.GetValueOrDefault(document.Server));
        diagnostics.Error(
            document.Place,
            GrantCodes.UnknownServer,
            $"unknown server {UserText.Quote(document.Server)}: no cluster has this name; "
                + $"expected {Choice(servers)}{Spelling.Hint(document.Server, servers)}");
        return null;
    }

    private static string Choice(IEnumerable<string> names) => names.ToImmutableArray() is { IsEmpty: false } all
        ? new WordTable<int>([.. all.Select(name => (name, 0))]).Choice
        : "none, because none is configured";
}
