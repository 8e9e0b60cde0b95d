using System.Text;
using Edge.Policy.Evaluation;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Edge.Policy.Tests.Evaluation;

public sealed class NameFilterTests
{
    [Fact]
    public void No_name_that_is_wanted_or_differs_from_one_in_letter_case_is_kept_out() => Prop.ForAll(
        Gen.Elements("a", "k", "S", "Z", "_", "@", "`", "1", "\u00e9", "\u017f", "\u212a").ListOf().Resize(4).Select(string.Concat).ListOf()
            .Resize(3)
            .Zip(Gen.Elements("a", "A", "k", "K", "\u212a", "s", "\u017f", "z", "_", "@", "`", "1", "\u00c9").ListOf().Resize(4)
            .Select(string.Concat)).ToArbitrary(),
        pair =>
        {
            var (wanted, name) = (pair.Item1, Encoding.UTF8.GetBytes(pair.Item2));
            var matters = wanted.Any(one => Step(one).Is(name) || Step(one).IsVariant(name));
            Assert.True(!matters || Filter(wanted).MayHave(name), $"'{pair.Item2}' among '{string.Join("', '", wanted)}'");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));

    [Fact]
    public void Most_names_that_nobody_wants_are_kept_out()
    {
        var filter = Filter(["body", "webhook", "s3Config", "env"]);
        string[] names = ["endpointId", "count", "input", "note", "id", "name", "confirm", "limit"];
        Assert.InRange(names.Count(name => filter.MayHave(Encoding.UTF8.GetBytes(name))), 0, 2);
    }

    private static NameFilter Filter(IEnumerable<string> wanted) =>
        wanted.Aggregate(default(NameFilter), (filter, name) => filter.With(Encoding.UTF8.GetBytes(name)));

    private static MemberStep Step(string name) => new(name, NoPath.Node);
}
