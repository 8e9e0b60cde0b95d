using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Security.Cryptography;
using System.Xml.Linq;

namespace Edge.Embedding.Tests.Packages;

/// <summary>What is in the packages.</summary>
[Collection(PackagesCollection.Name)]
public sealed class PackageTests(PackedPackages packages)
{
    // The kinds of custom debug information that hold a source, and the map to a source server
    // (Portable PDB format, "Custom Debug Information").
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    public static TheoryData<string> Libraries => [.. PackedPackages.Libraries];

    public static TheoryData<string> All => [.. PackedPackages.Libraries, PackedPackages.Tool];

    [Fact]
    public void There_is_a_package_for_each_library_and_the_tool_with_its_symbols()
    {
        var expected = All.Select(row => row.Data)
            .SelectMany(id => new[] { packages.FileOf(id), packages.FileOf(id, "snupkg") });

        Assert.Equal(expected.Order(StringComparer.Ordinal), Directory.GetFiles(packages.Folder).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_package_says_what_it_is_under_which_licence_and_has_a_README(string id)
    {
        using var package = packages.Open(id);
        var metadata = Metadata(package);

        Assert.Equal(id, Value(metadata, "id"));
        Assert.Equal("Apache-2.0", Value(metadata, "license"));
        Assert.Equal("The Edge authors", Value(metadata, "authors"));
        Assert.NotEqual("Package Description", Value(metadata, "description"));
        Assert.Equal("README.md", Value(metadata, "readme"));
        Assert.StartsWith($"# {id}\n", Text(package, "README.md"), StringComparison.Ordinal);
        // The address of a clone on this machine is nobody's business.
        var repository = (string?)metadata.Elements().Single(e => e.Name.LocalName == "repository").Attribute("url");
        Assert.StartsWith("https:", repository ?? "https:", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_has_its_documentation_beside_it(string id)
    {
        using var package = packages.Open(id);
        var name = $"lib/net10.0/Edge{id["EdgePolicyGateway".Length..]}";

        Assert.NotNull(package.GetEntry($"{name}.dll"));
        Assert.Contains("<summary>", Text(package, $"{name}.xml"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Packages_of_Edge_ask_for_exactly_each_others_version_and_for_no_prerelease(string id)
    {
        using var package = packages.Open(id);
        var dependencies = Metadata(package).Descendants().Where(e => e.Name.LocalName == "dependency")
            .ToDictionary(e => (string)e.Attribute("id")!, e => (string)e.Attribute("version")!);

        Assert.All(dependencies, dependency => Assert.Equal(
            dependency.Key.StartsWith("EdgePolicyGateway.", StringComparison.Ordinal),
            dependency.Value == $"[{PackedPackages.Version}]"));
        Assert.DoesNotContain(dependencies, dependency => dependency.Value.Contains('-', StringComparison.Ordinal));
        Assert.Equal(id == "EdgePolicyGateway.Stores.Postgres", dependencies.ContainsKey("Npgsql"));
        Assert.Equal(id == "EdgePolicyGateway.Stores.Sqlite", dependencies.ContainsKey("Microsoft.Data.Sqlite.Core"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Symbols_lead_to_the_sources_or_have_them(string id)
    {
        using var symbols = packages.Open(id, "snupkg");
        var files = symbols.Entries.Where(entry => entry.Name.EndsWith(".pdb", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.True(HasSources(file), $"{file.FullName} has neither SourceLink nor sources"));
    }

    [Fact]
    public async Task Packing_twice_makes_the_same_bytes()
    {
        var folder = Directory.CreateTempSubdirectory("edge-packed-again-");
        try
        {
            await PackedPackages.PackAsync("src/Edge.Mcp", folder.FullName);

            foreach (var again in folder.GetFiles())
                Assert.Equal(Hash(Path.Combine(packages.Folder, again.Name)), Hash(again.FullName));
            Assert.Equal(2, folder.GetFiles().Length);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool HasSources(ZipArchiveEntry file)
    {
        using var copy = new MemoryStream();
        using (var stream = file.Open())
            stream.CopyTo(copy);
        copy.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(copy);
        var reader = provider.GetMetadataReader();
        var written = reader.Documents.Where(document => IsWritten(reader.GetString(reader.GetDocument(document).Name))).ToList();
        return Has(reader, (EntityHandle)MetadataTokens.EntityHandle(TableIndex.Module, 1), SourceLink)
            || (written.Count > 0 && written.All(document => Has(reader, document, EmbeddedSource)));
    }

    // Others are made by source generators, which always leave theirs in the symbols, or from nothing.
    private static bool IsWritten(string path) =>
        path.Contains("/src/Edge", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal);

    private static bool Has(MetadataReader reader, EntityHandle parent, Guid kind) => reader.GetCustomDebugInformation(parent)
        .Any(handle => reader.GetGuid(reader.GetCustomDebugInformation(handle).Kind) == kind);

    private static XElement Metadata(ZipArchive package)
    {
        using var stream = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream).Root!.Elements().Single();
    }

    private static string? Value(XElement metadata, string name) =>
        metadata.Elements().SingleOrDefault(e => e.Name.LocalName == name)?.Value;

    private static string Text(ZipArchive package, string name)
    {
        var entry = package.GetEntry(name) ?? throw new InvalidOperationException($"the package has no {name}");
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }

    private static string Hash(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
}
