namespace Edge.Admin.Policies;

/// <summary>What another policy would have done to the calls that are kept. Limits are not played again.</summary>
/// <param name="Calls">How many calls were looked at.</param>
/// <param name="Changed">How many would be treated otherwise.</param>
/// <param name="Unknown">How many might: only their arguments would tell, and those are not kept.</param>
/// <param name="Changes">The changed calls, the most first.</param>
/// <param name="Unknowns">Those that might change, the most first.</param>
internal sealed record ChangesAnswer(int Calls, int Changed, int Unknown, IReadOnlyList<ChangeAnswer> Changes,
    IReadOnlyList<ChangeAnswer> Unknowns);
