using Edge.Gateway.Keys;

namespace Edge.Tests.Admin;

/// <summary>A user of each role, with settings that let them in.</summary>
internal static class Operators
{
    /// <summary>The token of 'vera', who may look.</summary>
    public const string Viewer = "edge_vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv";

    /// <summary>The token of 'paul', who may also approve.</summary>
    public const string Approver = "edge_ppppppppppppppppppppppppppppppppppppppppppp";

    /// <summary>The token of 'anna', who may do everything.</summary>
    public const string Admin = "edge_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    /// <summary>The settings.</summary>
    public static (string Key, string Value)[] Settings { get; } =
        [.. User(0, "vera", Viewer, "viewer"), .. User(1, "paul", Approver, "approver"), .. User(2, "anna", Admin, "admin")];

    /// <summary>The header that presents a token.</summary>
    public static string Bearer(string token) => $"Authorization: Bearer {token}";

    private static (string Key, string Value)[] User(int index, string name, string token, string role) =>
    [
        ($"Edge:Admin:Users:{index}:name", name),
        ($"Edge:Admin:Users:{index}:tokenHash", AccessToken.HashText(token)),
        ($"Edge:Admin:Users:{index}:role", role),
    ];
}
