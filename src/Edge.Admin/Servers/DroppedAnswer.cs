using System.ComponentModel.DataAnnotations;

namespace Edge.Admin.Servers;

/// <summary>An entry of a server's list that agents are not shown, because nobody could call it by its name.</summary>
/// <param name="Kind"><c>tool</c>, <c>resource</c>, <c>resource template</c> or <c>prompt</c>.</param>
/// <param name="Name">Its name as the server wrote it, with what is not seen as itself escaped; absent where it has none.</param>
/// <param name="Problem">What is wrong with it, in words that follow "it".</param>
internal sealed record DroppedAnswer(
    [property: AllowedValues("tool", "resource", "resource template", "prompt")] string Kind, string? Name, string Problem);
