namespace Edge.Embedding.Tests.Packages;

/// <summary>Tests that share the packages: packed once.</summary>
[CollectionDefinition(Name)]
public sealed class PackagesCollection : ICollectionFixture<PackedPackages>
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "packages";
}
