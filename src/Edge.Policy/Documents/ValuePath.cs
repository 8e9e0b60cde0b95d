using System.Collections.Immutable;

namespace Edge.Policy.Documents;

/// <summary>A path to a value of the call, as <c>args.body.gpu.count</c>.</summary>
/// <param name="Root">What the path starts from.</param>
/// <param name="Label">The name of the label when <paramref name="Root"/> is <see cref="PathRoot.GrantLabel"/>.</param>
/// <param name="Segments">The steps below <c>args</c>; empty for other roots.</param>
/// <param name="Function">What is taken of the value at the end.</param>
/// <param name="Text">The path as written.</param>
internal sealed record ValuePath(PathRoot Root, string? Label, ImmutableArray<PathSegment> Segments, PathFunction Function, string Text);
