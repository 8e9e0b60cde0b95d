namespace Edge.Admin.Users;

/// <summary>What a user of the admin port may do; each role may do what those before it may.</summary>
internal enum AdminRole
{
    /// <summary>Look.</summary>
    Viewer,

    /// <summary>Agree to calls, or refuse them.</summary>
    Approver,

    /// <summary>Change what is active.</summary>
    Admin,
}
