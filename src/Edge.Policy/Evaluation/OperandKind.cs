namespace Edge.Policy.Evaluation;

/// <summary>What an operand turned out to be.</summary>
internal enum OperandKind
{
    /// <summary>Nothing is there.</summary>
    Absent,

    /// <summary>Something is there that cannot be read in one way only.</summary>
    Unevaluable,

    /// <summary>Null.</summary>
    Null,

    /// <summary>True.</summary>
    True,

    /// <summary>False.</summary>
    False,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string.</summary>
    Text,

    /// <summary>An array.</summary>
    List,

    /// <summary>An object.</summary>
    Map,

    /// <summary>The member names of an object, as an array.</summary>
    Names,
}
