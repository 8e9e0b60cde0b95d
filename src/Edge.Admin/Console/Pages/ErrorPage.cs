using Edge.Admin.Console.Html;

namespace Edge.Admin.Console.Pages;

/// <summary>What a person is told when there is no page.</summary>
internal static class ErrorPage
{
    /// <summary>The page of a problem.</summary>
    public static HtmlPage For(AdminProblem problem) => new("Not shown", Markup.Of($"""
        <section class="card narrow">
        <h1>{Title(problem)}</h1>
        <p>{problem.Detail}</p>
        <p><a href="/">Back to the decisions</a></p>
        </section>
        """)) { Status = problem.Status };

    private static string Title(AdminProblem problem) => problem.Status switch
    {
        StatusCodes.Status404NotFound => "There is no such page",
        StatusCodes.Status403Forbidden => "Not for you",
        StatusCodes.Status503ServiceUnavailable => "Not available",
        _ => "That did not work",
    };
}
