namespace Edge.Gateway.Callers.Credentials;

/// <summary>A secret that stands elsewhere: <c>${env:NAME}</c> or <c>${file:NAME}</c>.</summary>
/// <param name="IsFile">Whether it is a file of the secrets directory, and not a variable of the environment.</param>
/// <param name="Name">The variable's or the file's name; for a file without any path.</param>
internal readonly record struct SecretReference(bool IsFile, string Name)
{
    /// <inheritdoc />
    public override string ToString() => $"${{{(IsFile ? "file" : "env")}:{Name}}}";
}
