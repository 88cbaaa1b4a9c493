using Ledger.Chaincode;

namespace Ledger.Contracts.Calculator;

/// <content>Typed reading; what does not fit rejects the call with the path and the flaw.</content>
public sealed partial class DocumentNode
{
    /// <summary>The field of a name, or null when it is absent or holds no value.</summary>
    public DocumentNode? Find(string name)
    {
        if (_names == null)
        {
            throw Wrong("is not an object");
        }

        for (var i = 0; i < _names.Count; i++)
        {
            if (_names[i] == name)
            {
                return _items![i].Kind == DocumentKind.Null ? null : _items[i];
            }
        }

        return null;
    }

    /// <summary>The field of a name.</summary>
    /// <exception cref="ContractRejection">It is absent.</exception>
    public DocumentNode Item(string name) => Find(name) ?? throw Wrong("has no " + name);

    /// <summary>The node as a whole number; a text of decimal digits counts as one.</summary>
    public Int128 AsNumber()
    {
        if (IsNumber)
        {
            return _number;
        }

        return Kind == DocumentKind.Text ? Parse() : throw Wrong("is not a whole number");
    }

    /// <summary>The node as a whole number of 64 bits.</summary>
    public long AsLong()
    {
        var number = AsNumber();
        return number >= long.MinValue && number <= long.MaxValue ? (long)number : throw Wrong("is beyond 64 bits");
    }

    /// <summary>The node as a text.</summary>
    public string AsText() => Kind == DocumentKind.Text ? _text : throw Wrong("is not a text");

    /// <summary>The node as a list.</summary>
    public DocumentNode AsList() => Kind == DocumentKind.List ? this : throw Wrong("is not a list");

    /// <summary>A field as a number of 64 bits.</summary>
    public long Long(string name) => Item(name).AsLong();

    /// <summary>A field as a number of 64 bits, or what stands for an absent one.</summary>
    public long Long(string name, long missing)
    {
        var item = Find(name);
        return item == null ? missing : item.AsLong();
    }

    /// <summary>A field as a number of 64 bits within bounds.</summary>
    public long Long(string name, long min, long max)
    {
        var item = Item(name);
        var value = item.AsLong();
        return value >= min && value <= max ? value : throw item.Wrong("is not " + min + " to " + max);
    }

    /// <summary>A field as a number of 32 bits that is not negative.</summary>
    public int Index(string name) => (int)Long(name, 0, int.MaxValue);

    /// <summary>A field as a text.</summary>
    public string Text(string name) => Item(name).AsText();

    /// <summary>A field as a text, or what stands for an absent one.</summary>
    public string Text(string name, string missing)
    {
        var item = Find(name);
        return item == null ? missing : item.AsText();
    }

    /// <summary>A field as a truth value, or what stands for an absent one.</summary>
    public bool Flag(string name, bool missing)
    {
        var item = Find(name);
        if (item == null)
        {
            return missing;
        }

        return item.Kind switch
        {
            DocumentKind.True => true,
            DocumentKind.False => false,
            _ => throw item.Wrong("is neither true nor false"),
        };
    }

    /// <summary>A field as a list.</summary>
    public DocumentNode Items(string name) => Item(name).AsList();

    /// <summary>A field as a list of texts; empty when it is absent.</summary>
    public string[] Texts(string name)
    {
        var list = Find(name);
        if (list == null)
        {
            return new string[0];
        }

        var texts = new string[list.AsList().Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = list.At(i).AsText();
        }

        return texts;
    }

    private Int128 Parse()
    {
        var digits = _text.Length > 0 && _text[0] == '-' ? 1 : 0;
        if (_text.Length == digits || _text.Length > 38)
        {
            throw Wrong("is not a whole number of at most 37 digits");
        }

        Int128 value = 0;
        for (var i = digits; i < _text.Length; i++)
        {
            if (_text[i] < '0' || _text[i] > '9')
            {
                throw Wrong("is not a whole number");
            }

            value = (value * 10) + (_text[i] - '0');
        }

        return digits == 1 ? -value : value;
    }
}
