using Edge.Admin;

namespace Edge.Approvals;

/// <summary>Where a person finds an approval: on the console of the admin port. Thread-safe.</summary>
internal sealed class ApprovalLinks(AdminSettings settings, IServiceProvider services)
{
    /// <summary>The address of one approval. It lets nobody in: whoever follows it signs in first.</summary>
    public string Of(string id) => $"{Base.AbsoluteUri.TrimEnd('/')}/approvals/{id}";

    private Uri Base => settings.PublicUrl ?? settings.Address.ForClients ?? services.GetRequiredService<AdminHost>().Address;
}
