namespace Edge.Policy.Documents;

/// <summary>The stable names of mistakes in a policy; <c>docs/policy-errors.md</c> explains each.</summary>
internal static class DiagnosticCodes
{
    /// <summary>The file is larger than a policy may be.</summary>
    public const string TooLarge = "policy_too_large";

    /// <summary>The file starts with a byte order mark.</summary>
    public const string ByteOrderMark = "policy_byte_order_mark";

    /// <summary>The file is not UTF-8.</summary>
    public const string NotUtf8 = "policy_not_utf8";

    /// <summary>The text is not JSON.</summary>
    public const string JsonSyntax = "policy_json_syntax";

    /// <summary>Objects and arrays nest too deep.</summary>
    public const string TooDeep = "policy_too_deep";

    /// <summary>A string holds half of a surrogate pair.</summary>
    public const string LoneSurrogate = "policy_lone_surrogate";

    /// <summary>An object has two members of one name.</summary>
    public const string DuplicateKey = "policy_duplicate_key";

    /// <summary>There are more mistakes than are reported.</summary>
    public const string TooManyMistakes = "policy_too_many_mistakes";

    /// <summary>A value has the wrong JSON type.</summary>
    public const string WrongType = "policy_wrong_type";

    /// <summary>A required member is missing.</summary>
    public const string MissingMember = "policy_missing_member";

    /// <summary>A member that the format does not have.</summary>
    public const string UnknownMember = "policy_unknown_member";

    /// <summary>A member that the format has, but not there.</summary>
    public const string MisplacedMember = "policy_misplaced_member";

    /// <summary>Members that exclude each other.</summary>
    public const string ConflictingMembers = "policy_conflicting_members";

    /// <summary>A version other than "1".</summary>
    public const string UnknownVersion = "policy_unknown_version";

    /// <summary>A word that is not among those the member takes.</summary>
    public const string UnknownValue = "policy_unknown_value";

    /// <summary>An operator that does not exist.</summary>
    public const string UnknownOperator = "policy_unknown_operator";

    /// <summary>A name or pattern without characters.</summary>
    public const string EmptyName = "policy_empty_name";

    /// <summary>A list that must not be empty is.</summary>
    public const string EmptyList = "policy_empty_list";

    /// <summary>A pattern that can match no valid name.</summary>
    public const string InvalidPattern = "policy_invalid_pattern";

    /// <summary>The key <c>"*"</c> in <c>tools</c>.</summary>
    public const string BareStar = "policy_bare_star";

    /// <summary>A method that may not stand in <c>methods.allow</c>.</summary>
    public const string MethodNotAllowable = "policy_method_not_allowable";

    /// <summary>A path that cannot be read.</summary>
    public const string InvalidPath = "policy_invalid_path";

    /// <summary>A window that cannot be read or is out of range.</summary>
    public const string InvalidWindow = "policy_invalid_window";

    /// <summary>A duration that cannot be read or is out of range.</summary>
    public const string InvalidDuration = "policy_invalid_duration";

    /// <summary>A scope that cannot be read or combined.</summary>
    public const string InvalidScope = "policy_invalid_scope";

    /// <summary>A rate limit that cannot be read.</summary>
    public const string InvalidRateLimit = "policy_invalid_rate_limit";

    /// <summary>A number outside of its range.</summary>
    public const string NumberOutOfRange = "policy_number_out_of_range";

    /// <summary>A number whose value changes when it is read.</summary>
    public const string InexactNumber = "policy_inexact_number";

    /// <summary>A regular expression that cannot be read.</summary>
    public const string RegexInvalid = "policy_regex_invalid";

    /// <summary>A regular expression that the linear engine cannot run as RE2 would.</summary>
    public const string RegexUnsupported = "policy_regex_unsupported";

    /// <summary>Two globs of equal rank that can match one name.</summary>
    public const string PatternTie = "policy_pattern_tie";

    /// <summary>A counter defined twice with different meanings.</summary>
    public const string CounterConflict = "policy_counter_conflict";

    /// <summary>Warning: an entry of <c>tools</c> that <c>hide</c> shadows.</summary>
    public const string EntryHidden = "policy_entry_hidden";

    /// <summary>Warning: conditions that no value can meet together.</summary>
    public const string Contradiction = "policy_contradiction";

    /// <summary>Warning: a limit that cannot be reached before another.</summary>
    public const string LimitUnreachable = "policy_limit_unreachable";

    /// <summary>Warning: everything is allowed and nothing limited.</summary>
    public const string Unlimited = "policy_unlimited";

    /// <summary>Warning: a limit that a caller escapes with a new session.</summary>
    public const string SessionScopeAlone = "policy_session_scope_alone";

    /// <summary>Warning: a regular expression that lets a value pass which has it somewhere within.</summary>
    public const string RegexUnanchored = "policy_regex_unanchored";

    /// <summary>Warning: a part of a regular expression that means more here than in RE2.</summary>
    public const string RegexUnicode = "policy_regex_unicode";
}
