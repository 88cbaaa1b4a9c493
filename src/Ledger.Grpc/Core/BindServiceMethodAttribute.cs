namespace Grpc.Core;

/// <summary>Marks a generated service base with the method that binds it.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = true)]
public sealed class BindServiceMethodAttribute : Attribute
{
    /// <summary>Names the type and its static method.</summary>
    public BindServiceMethodAttribute(Type bindType, string bindMethodName)
    {
        BindType = bindType;
        BindMethodName = bindMethodName;
    }

    /// <summary>The type with the bind method.</summary>
    public Type BindType { get; }

    /// <summary>The name of the bind method.</summary>
    public string BindMethodName { get; }
}
