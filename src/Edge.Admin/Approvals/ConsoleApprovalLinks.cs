using Edge.Gateway.Approvals;

namespace Edge.Admin.Approvals;

/// <summary>Where a person finds an approval: on the console of the admin port. Thread-safe.</summary>
internal sealed class ConsoleApprovalLinks(AdminSettings settings, IServiceProvider services) : IApprovalLinks
{
    /// <summary>The address of one approval. It grants no access: a person who follows it signs in first.</summary>
    public string Of(string id) => $"{Base.AbsoluteUri.TrimEnd('/')}/approvals/{id}";

    /// <summary>The same for callers; null where Edge has no users, so that nobody could sign in there.</summary>
    public string? ForCallers(string id) => settings.Users.Count == 0 ? null : Of(id);

    private Uri Base => settings.PublicUrl ?? settings.Address.ForClients ?? services.GetRequiredService<AdminHost>().Address;
}
