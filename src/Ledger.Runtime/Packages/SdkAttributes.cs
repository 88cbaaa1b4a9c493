using System.Reflection.Metadata;

namespace Ledger.Runtime;

/// <summary>Finds the SDK's attributes on classes and methods.</summary>
internal static class SdkAttributes
{
    /// <summary>The attribute of a type of the SDK, or null.</summary>
    public static CustomAttribute? Find(
        PackageMetadata package, CustomAttributeHandleCollection attributes, string type)
    {
        foreach (var attribute in FindAll(package, attributes, type))
        {
            return attribute;
        }

        return null;
    }

    /// <summary>All attributes of a type of the SDK, as they stand in the metadata.</summary>
    public static IEnumerable<CustomAttribute> FindAll(
        PackageMetadata package, CustomAttributeHandleCollection attributes, string type)
    {
        foreach (var handle in attributes)
        {
            var attribute = package.Metadata.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind != HandleKind.MemberReference)
            {
                continue;
            }

            var parent = package.Metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
            if (parent.Kind == HandleKind.TypeReference &&
                package.AssemblyOf((TypeReferenceHandle)parent) == RuleSet.Sdk &&
                package.NameOf(parent) == $"{RuleSet.Sdk}.{type}")
            {
                yield return attribute;
            }
        }
    }
}
