using System.Collections.Frozen;

namespace Edge.Policy.Parsing;

/// <summary>
/// What people write for the words of the policy format, having met it elsewhere. Looked up in small letters without <c>_</c>, <c>-</c> and
/// blanks, so that <c>startsWith</c>, <c>starts_with</c> and <c>STARTS-WITH</c> are one. They are for hints alone: no document may use
/// them.
/// </summary>
internal static class Synonyms
{
    public static readonly FrozenDictionary<string, string> None = FrozenDictionary<string, string>.Empty;

    public static readonly FrozenDictionary<string, string> Default = Of(
        ("deny", "block|blocked|reject|refuse|forbid|disallow|drop|denied|no|false|off|none"),
        ("allow", "permit|accept|pass|grant|allowed|yes|true|on|all"));

    public static readonly FrozenDictionary<string, string> Action = Of(
        ("deny", "block|blocked|reject|refuse|forbid|disallow|drop|denied|no|false|off"),
        ("allow", "permit|accept|pass|grant|allowed|yes|true|on"),
        ("require_approval", "ask|approve|approval|review|confirm|human|hold|manual|prompt|needapproval"));

    public static readonly FrozenDictionary<string, string> Mode = Of(
        ("shadow", "observe|dryrun|audit|monitor|log|warn|report|test"),
        ("enforce", "on|active|strict|block|live|production"));

    public static readonly FrozenDictionary<string, string> Denials = Of(
        ("explain", "show|verbose|full|reason|tell"), ("hide", "hidden|silent|none|quiet|unknown"));

    public static readonly FrozenDictionary<string, string> Algorithm = Of(
        ("fixed", "fixedwindow|window|counter"), ("sliding", "slidingwindow|rolling|slidinglog"),
        ("token_bucket", "bucket|tokens|leakybucket|gcra"), ("concurrency", "concurrent|parallel|inflight|semaphore"));

    public static readonly FrozenDictionary<string, string> Scope = Of(
        ("grant", "caller|user|client|agent|key|token|identity|apikey"), ("session", "sessionid|connection"), ("tool", "toolname|method"),
        ("global", "all|shared|everyone|total|server"), ("ip", "ipaddress|address|clientip|remoteaddress|host"));

    public static readonly FrozenDictionary<string, string> Operator = Of(
        ("eq", "=|==|===|equals|equal|is"), ("neq", "!=|!==|<>|ne|notequals|notequal|isnot|noteq"), ("lt", "<|lessthan|less|below|before"),
        ("lte", "<=|le|atmost|max|maximum|lessorequal"), ("gt", ">|greaterthan|greater|above|after|more"),
        ("gte", ">=|ge|atleast|min|minimum|greaterorequal"), ("in", "oneof|anyof|isin|among|enum|memberof"),
        ("not_in", "nin|notoneof|noneof|notanyof"), ("contains", "includes|has|include|containing|substring"),
        ("regex", "=~|~|~=|matches|match|pattern|regexp|re|like|glob|startswith|prefix|hasprefix|endswith|suffix|hassuffix|beginswith"),
        ("exists", "present|defined|set|isset|required|isnull|empty"), ("type", "typeof|istype|kind|instanceof"));

    public static readonly FrozenDictionary<string, string> TypeName = Of(
        ("string", "str|text|char|varchar"), ("number", "int|integer|float|double|decimal|long|numeric"), ("boolean", "bool|bit"),
        ("object", "dict|map|record|struct|hash"), ("array", "list|tuple|set|sequence"), ("null", "nil|none|undefined|void"));

    public static readonly FrozenDictionary<string, string> Window = Of(
        ("second", "s|sec|secs|seconds|persecond|1sec"), ("minute", "m|min|mins|minutes|perminute|1min"),
        ("hour", "h|hr|hrs|hours|perhour|hourly|1hr"), ("day", "d|days|perday|daily|1day"), ("7d", "w|week|weeks|weekly|perweek|7days"),
        ("30d", "month|months|monthly|permonth|mo|30days"), ("365d", "y|year|years|yearly"));

    public static readonly FrozenDictionary<string, string> Function = Of(
        ("length", "len|size|count"), ("keys", "names|members|fields"), ("bytes", "bytelength|bytesize"));

    public static readonly FrozenDictionary<string, string> Root = Of(
        ("args", "$|arg|argument|arguments|params|parameters"), ("session.id", "sessionid"));

    public static readonly FrozenDictionary<string, string> Member = Of(
        ("op", "operator|operation|comparison|cmp"), ("path", "field|key|arg|argument|property|attribute|param"),
            ("value", "val|values|expected"),
        ("deny_if", "denywhen|blockif|rejectif|forbid|unless"), ("require", "requires|mustmatch|allowif|if|rules"),
            ("on_deny", "error|hint|explanation"),
        ("limits", "quota|quotas|throttle"), ("rate_limit", "rate|ratelimits|ratelimiting|rpm"), ("approval", "ask|review|confirmation"),
        ("counter", "name|id|bucket"), ("window", "period|interval|per|duration|every"), ("max", "limit|count|maximum|amount"),
        ("default", "defaultaction|fallback|otherwise"), ("tools", "tool|rules|policies|functions"), ("hide", "hidden|hiddentools"),
        ("description", "comment|note|title|$comment|name"));

    /// <summary>The word that is meant; the word itself where nothing is known of it.</summary>
    public static string Meant(FrozenDictionary<string, string> synonyms, string word) =>
        synonyms.GetValueOrDefault(word.Replace("_", "").Replace("-", "").Replace(" ", "").ToLowerInvariant()) ?? word;

    private static FrozenDictionary<string, string> Of(params (string Word, string Others)[] entries) => entries
        .SelectMany(entry => entry.Others.Split('|').Select(other => (other, entry.Word)))
        .DistinctBy(pair => pair.other)
        .ToFrozenDictionary(pair => pair.other, pair => pair.Word, StringComparer.Ordinal);
}
