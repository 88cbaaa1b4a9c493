using Ledger.Chaincode;

namespace Ledger.Contracts.Calculator;

/// <summary>
/// The encoding of a <see cref="DocumentNode"/>, one for each value. First the distinct field names in the order of
/// their first use (a 32-bit count and texts), then the root. A node is a 32-bit head, its kind plus 16 times the index
/// of its name (0 outside objects), and then: 8 or 16 bytes of a number; a text; for a list or object a 32-bit count and
/// that many nodes. Pure.
/// </summary>
public static class DocumentCodec
{
    /// <summary>Deepest nesting.</summary>
    public const int DepthMax = 16;

    /// <summary>Most distinct field names.</summary>
    public const int NamesMax = 1_024;

    private const int KindBase = 16;

    /// <summary>The bytes of a document.</summary>
    public static byte[] Encode(DocumentNode root)
    {
        var names = new List<string>();
        Collect(root, names, 0);
        var writer = new RecordWriter().Texts(names.ToArray());
        Write(writer, root, 0, names);
        return writer.ToArray();
    }

    /// <summary>The document of the bytes.</summary>
    /// <exception cref="ContractRejection">The bytes are not one well-formed document.</exception>
    public static DocumentNode Decode(byte[] bytes)
    {
        var reader = new RecordReader(bytes);
        var names = reader.Texts();
        if (names.Length > NamesMax)
        {
            throw new ContractRejection("a document has at most 1024 field names");
        }

        var head = reader.Int();
        var root = Read(reader, head, names, 0);
        reader.End();
        return root;
    }

    private static void Collect(DocumentNode node, List<string> names, int depth)
    {
        if (depth > DepthMax)
        {
            throw new ContractRejection("a document is nested at most 16 deep");
        }

        for (var i = 0; i < node.Count; i++)
        {
            if (node.Kind == DocumentKind.Object && IndexOf(names, node.NameAt(i)) < 0)
            {
                names.Add(node.NameAt(i));
                if (names.Count > NamesMax)
                {
                    throw new ContractRejection("a document has at most 1024 field names");
                }
            }

            Collect(node.At(i), names, depth + 1);
        }
    }

    private static int IndexOf(List<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }

    private static void Write(RecordWriter writer, DocumentNode node, int name, List<string> names)
    {
        writer.Int(node.Kind + (KindBase * name));
        switch (node.Kind)
        {
            case DocumentKind.Long:
                writer.Long(node.AsLong());
                break;
            case DocumentKind.Wide:
                writer.Int128(node.AsNumber());
                break;
            case DocumentKind.Text:
                writer.Text(node.AsText());
                break;
            case DocumentKind.List:
            case DocumentKind.Object:
                writer.Int(node.Count);
                for (var i = 0; i < node.Count; i++)
                {
                    var inner = node.Kind == DocumentKind.Object ? IndexOf(names, node.NameAt(i)) : 0;
                    Write(writer, node.At(i), inner, names);
                }

                break;
        }
    }

    private static DocumentNode Read(RecordReader reader, int head, string[] names, int depth)
    {
        if (depth > DepthMax)
        {
            throw new ContractRejection("a document is nested at most 16 deep");
        }

        var kind = head % KindBase;
        return kind switch
        {
            DocumentKind.Null => DocumentNode.Null(),
            DocumentKind.False => DocumentNode.Of(false),
            DocumentKind.True => DocumentNode.Of(true),
            DocumentKind.Long => DocumentNode.Of((Int128)reader.Long()),
            DocumentKind.Wide => DocumentNode.Of(reader.Int128()),
            DocumentKind.Text => DocumentNode.Of(reader.Text()),
            DocumentKind.List => ReadItems(reader, DocumentNode.List(), names, depth),
            DocumentKind.Object => ReadItems(reader, DocumentNode.Object(), names, depth),
            _ => throw new ContractRejection("a document holds an unknown kind of value"),
        };
    }

    private static DocumentNode ReadItems(RecordReader reader, DocumentNode node, string[] names, int depth)
    {
        var count = reader.Int();
        for (var i = 0; i < count; i++)
        {
            var head = reader.Int();
            var item = Read(reader, head, names, depth + 1);
            if (node.Kind == DocumentKind.List)
            {
                node.Add(item);
                continue;
            }

            var name = head / KindBase;
            if (name < 0 || name >= names.Length || node.Find(names[name]) != null)
            {
                throw new ContractRejection("a document names a field twice or not at all");
            }

            node.With(names[name], item);
        }

        return node;
    }
}
