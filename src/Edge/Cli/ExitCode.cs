namespace Edge.Cli;

/// <summary>How the program ends.</summary>
internal static class ExitCode
{
    /// <summary>All is well.</summary>
    public const int Good = 0;

    /// <summary>The question was understood, and the answer is no.</summary>
    public const int No = 1;

    /// <summary>The input is wrong: a policy, a setting, an argument.</summary>
    public const int WrongInput = 2;

    /// <summary>The gateway was stopped, and calls under way were cut.</summary>
    public const int Cut = 3;

    /// <summary>The gateway stopped because a part of it broke; the log says which.</summary>
    public const int Broke = 4;
}
