namespace Ledger.Runtime;

/// <summary>Conditions under which a member may be used; the words are those of <c>members.txt</c>.</summary>
[Flags]
internal enum MemberTraits
{
    /// <summary>Anywhere.</summary>
    None = 0,

    /// <summary><c>virtual</c>: the framework's own code may override it.</summary>
    Virtual = 1,

    /// <summary><c>base</c>: a constructor that constructors of derived classes call.</summary>
    Base = 1 << 1,

    /// <summary><c>const</c>: cannot fail and does nothing else than make a value, so that static constructors may call it.</summary>
    Constant = 1 << 2,

    /// <summary><c>dispatch</c>: only on types of the package, whose own code then runs.</summary>
    Dispatch = 1 << 3,

    /// <summary>
    /// <c>uncalled</c>: only in methods that C# makes for record types and in overrides of GetHashCode; contracts cannot call those.
    /// </summary>
    Uncalled = 1 << 4,

    /// <summary><c>drop</c>: the meter removes the call, a static method without parameters and result.</summary>
    Drop = 1 << 5,

    /// <summary><c>pattern</c>: only in the sequence of instructions in which C# lays out data of the file.</summary>
    Pattern = 1 << 6,

    /// <summary><c>number</c>: every type argument is an integer, character or truth value.</summary>
    Number = 1 << 7,

    /// <summary><c>char</c>: every type argument is a character.</summary>
    Character = 1 << 8,

    /// <summary><c>equality</c>: the type argument compares in constant time, is a text, or is the package's own.</summary>
    Equality = 1 << 9,

    /// <summary><c>in</c>: reference parameters are only read.</summary>
    ReadsReferences = 1 << 10,
}
