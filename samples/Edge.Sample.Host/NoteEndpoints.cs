using System.Collections.Concurrent;

namespace Edge.Sample.Host;

/// <summary>Endpoints that have nothing to do with the proxy: notes for those who sign in, and a word for everybody.</summary>
internal static class NoteEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapNotes(this IEndpointRouteBuilder endpoints)
    {
        var notes = new ConcurrentQueue<string>();
        endpoints.MapGet("/hello", () => "Hello").WithName("Hello");
        endpoints.MapGet("/notes", () => notes.ToArray()).RequireAuthorization().WithName("ListNotes");
        endpoints.MapPost("/notes", (Note note) =>
        {
            notes.Enqueue(note.Text);
            return Results.NoContent();
        }).RequireAuthorization().WithName("AddNote");
    }

    private sealed record Note(string Text);
}
