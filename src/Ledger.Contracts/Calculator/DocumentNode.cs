using Ledger.Chaincode;

namespace Ledger.Contracts.Calculator;

/// <summary>
/// A value with named parts: what calculations take and return. It holds what JSON holds, with whole numbers only. Built
/// once, then read; not thread safe.
/// </summary>
public sealed partial class DocumentNode
{
    private readonly List<string>? _names;
    private readonly List<DocumentNode>? _items;
    private readonly Int128 _number;
    private readonly string _text = "";
    private DocumentNode? _parent;
    private string _name = "";
    private int _index;

    private DocumentNode(int kind)
    {
        Kind = kind;
        _items = kind is DocumentKind.List or DocumentKind.Object ? new List<DocumentNode>() : null;
        _names = kind == DocumentKind.Object ? new List<string>() : null;
    }

    private DocumentNode(Int128 number)
    {
        Kind = number >= long.MinValue && number <= long.MaxValue ? DocumentKind.Long : DocumentKind.Wide;
        _number = number;
    }

    private DocumentNode(string text)
    {
        Kind = DocumentKind.Text;
        _text = text;
    }

    /// <summary>One of <see cref="DocumentKind"/>.</summary>
    public int Kind { get; }

    /// <summary>Whether it is a whole number.</summary>
    public bool IsNumber => Kind is DocumentKind.Long or DocumentKind.Wide;

    /// <summary>Number of items of a list or fields of an object.</summary>
    public int Count => _items == null ? 0 : _items.Count;

    /// <summary>No value.</summary>
    public static DocumentNode Null() => new(DocumentKind.Null);

    /// <summary>A truth value.</summary>
    public static DocumentNode Of(bool value) => new(value ? DocumentKind.True : DocumentKind.False);

    /// <summary>A whole number.</summary>
    public static DocumentNode Of(Int128 value) => new(value);

    /// <summary>A text.</summary>
    public static DocumentNode Of(string value) => new(value);

    /// <summary>An empty list.</summary>
    public static DocumentNode List() => new(DocumentKind.List);

    /// <summary>An empty object.</summary>
    public static DocumentNode Object() => new(DocumentKind.Object);

    /// <summary>A list of texts.</summary>
    public static DocumentNode Texts(string[] values)
    {
        var list = List();
        foreach (var value in values)
        {
            list.Add(Of(value));
        }

        return list;
    }

    /// <summary>Appends an item to a list; returns the list.</summary>
    public DocumentNode Add(DocumentNode item)
    {
        item._parent = this;
        item._index = Count;
        _items!.Add(item);
        return this;
    }

    /// <summary>Appends a field to an object; returns the object.</summary>
    public DocumentNode With(string name, DocumentNode value)
    {
        value._parent = this;
        value._name = name;
        _names!.Add(name);
        _items!.Add(value);
        return this;
    }

    /// <summary>Appends a number.</summary>
    public DocumentNode With(string name, Int128 value) => With(name, Of(value));

    /// <summary>Appends a number, or null.</summary>
    public DocumentNode With(string name, long? value) => With(name, value == null ? Null() : Of((Int128)value.Value));

    /// <summary>Appends a text.</summary>
    public DocumentNode With(string name, string value) => With(name, Of(value));

    /// <summary>Appends a truth value.</summary>
    public DocumentNode With(string name, bool value) => With(name, Of(value));

    /// <summary>The item or field at a place.</summary>
    public DocumentNode At(int index) => _items![index];

    /// <summary>The name of the field at a place.</summary>
    public string NameAt(int index) => _names![index];

    /// <summary>Where the node stands, as <c>orders[3].qtyWh</c>; empty for the root.</summary>
    public string Path()
    {
        if (_parent == null)
        {
            return "";
        }

        var above = _parent.Path();
        return _parent.Kind == DocumentKind.List ? above + "[" + _index + "]"
            : above.Length == 0 ? _name : above + "." + _name;
    }

    /// <summary>Rejects the call because of this node.</summary>
    /// <exception cref="ContractRejection">Always.</exception>
    public ContractRejection Wrong(string flaw) => new((Path().Length == 0 ? "the input" : Path()) + " " + flaw);
}
