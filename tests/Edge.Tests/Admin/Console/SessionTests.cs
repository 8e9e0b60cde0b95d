using System.Collections.Frozen;
using Edge.Admin;
using Edge.Admin.Sessions;
using Edge.Admin.Users;
using Edge.Gateway.Callers;
using Edge.Gateway.Keys;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Testing;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Edge.Tests.Admin.Console;

/// <summary>How long a session lets its user in.</summary>
public sealed class SessionTests
{
    private static readonly AdminUser Anna = User("anna", Operators.Admin);
    private static readonly AdminSettings Settings = new() { Address = AdminAddress.Parse(AdminSettings.DefaultUrl)! };

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void It_ends_by_itself()
    {
        var sessions = Sessions([Anna]);
        var (cookie, session) = sessions.Open(Anna);
        Assert.Same(session, sessions.Find(cookie));
        _clock.Advance(Settings.SessionLife - TimeSpan.FromSeconds(1));
        Assert.NotNull(sessions.Find(cookie));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(sessions.Find(cookie));
        Assert.False(sessions.IsAlive(session));
    }

    [Fact]
    public void It_ends_when_its_user_signs_out_and_nobody_elses_does()
    {
        var sessions = Sessions([Anna]);
        var (mine, session) = sessions.Open(Anna);
        var (other, _) = sessions.Open(Anna);
        sessions.End(session);
        Assert.Null(sessions.Find(mine));
        Assert.NotNull(sessions.Find(other));
    }

    [Fact]
    public void Each_user_has_so_many_and_all_have_so_many_and_the_oldest_end_first()
    {
        var users = Enumerable.Range(0, 40).Select(i => User($"user{i}", $"edge_{i}")).ToList();
        var sessions = Sessions(users);
        var cookies = Enumerable.Range(0, AdminSessions.MaxPerUser + 2).Select(_ => sessions.Open(users[0]).Cookie).ToList();
        Assert.Equal([false, false, true, true], cookies.Take(4).Select(cookie => sessions.Find(cookie) is not null));
        foreach (var user in users.Skip(1))
        {
            for (var i = 0; i < AdminSessions.MaxPerUser; i++)
                cookies.Add(sessions.Open(user).Cookie);
        }

        Assert.Equal(AdminSessions.MaxSessions, cookies.Count(cookie => sessions.Find(cookie) is not null));
        Assert.Equal(cookies.TakeLast(AdminSessions.MaxSessions), cookies.Where(cookie => sessions.Find(cookie) is not null));
    }

    [Fact]
    public void With_another_token_it_is_nobodys()
    {
        Assert.Null(After(Anna, [User("anna", "edge_another")]));
        Assert.Null(After(Anna, [User("berta", Operators.Admin)]));
        Assert.Null(After(Anna, []));
        Assert.NotNull(After(Anna, [Anna]));
    }

    [Fact]
    public void With_a_token_that_a_grant_has_too_nobody_is_let_in()
    {
        var grant = new Grant(new Caller("agent", FrozenDictionary<string, PolicyValue>.Empty), null, [Anna.TokenHash],
            FrozenDictionary<string, GrantServer>.Empty);
        var tokens =
            new UserTokens(new AdminUsers([Anna]),
            new GrantCatalog("grants.json",
                new GrantSnapshot("", "", [grant], FrozenDictionary<string, Edge.Gateway.Callers.Credentials.Credential>.Empty)));
        Assert.Null(tokens.Find(Operators.Admin));
        var sessions = new AdminSessions(tokens, Settings, _clock);
        Assert.Null(sessions.Find(sessions.Open(Anna).Cookie));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_cookie_that_nobody_was_given_opens_nothing(string? cookie)
    {
        var sessions = Sessions([Anna]);
        sessions.Open(Anna);
        Assert.Null(sessions.Find(cookie));
    }

    [Theory]
    [InlineData("http", "edge_admin=v; expires=", "; path=/; samesite=strict; httponly", false)]
    [InlineData("https", "__Host-edge_admin=v; expires=", "; path=/; secure; samesite=strict; httponly", true)]
    public void The_cookie_is_for_this_host_and_no_script(string scheme, string start, string end, bool secure)
    {
        var context = new DefaultHttpContext();
        context.Request.Scheme = scheme;
        context.Request.Host = new HostString("127.0.0.1");
        var cookies = new SessionCookie(Settings);
        cookies.Set(context, "v", Sessions([Anna]).Open(Anna).Session);
        var header = context.Response.Headers.SetCookie.ToString();
        Assert.StartsWith(start, header, StringComparison.Ordinal);
        Assert.EndsWith(end, header, StringComparison.Ordinal);
        Assert.Equal(secure, header.Contains("secure", StringComparison.Ordinal));
    }

    [Fact]
    public void Wrong_tokens_are_heard_so_often_a_minute_from_one_network()
    {
        var limit = new SignInLimit(_clock);
        var here = System.Net.IPAddress.Parse("2001:db8::1");
        for (var i = 0; i < SignInLimit.PerNetwork; i++)
        {
            Assert.True(limit.Allows(here));
            limit.Failed(here);
        }

        Assert.False(limit.Allows(System.Net.IPAddress.Parse("2001:db8::2")));
        Assert.True(limit.Allows(System.Net.IPAddress.Parse("2001:db8:1::1")));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(limit.Allows(here));
    }

    private AdminSession? After(AdminUser before, IReadOnlyList<AdminUser> after)
    {
        var users = new List<AdminUser> { before };
        var sessions = Sessions(users);
        var (cookie, _) = sessions.Open(before);
        users.Clear();
        users.AddRange(after);
        return sessions.Find(cookie);
    }

    private AdminSessions Sessions(IReadOnlyList<AdminUser> users) => new(
        new UserTokens(new AdminUsers(users),
            new GrantCatalog(null,
                new GrantSnapshot("", "", [], FrozenDictionary<string, Edge.Gateway.Callers.Credentials.Credential>.Empty))), Settings,
                    _clock);

    private static AdminUser User(string name, string token) =>
        new(name, Convert.FromHexString(AccessToken.HashText(token)), AdminRole.Admin);
}
