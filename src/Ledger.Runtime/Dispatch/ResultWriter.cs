using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>Writes a function's result in the ledger's encoding. Reused from call to call; not thread safe.</summary>
internal sealed class ResultWriter
{
    private readonly CanonicalWriter _writer = new(64);

    /// <summary>Bytes written since the last <see cref="Clear"/>.</summary>
    public int Length => _writer.Length;

    public void Clear() => _writer.Clear();

    /// <summary>What was written, as a new array (none when empty).</summary>
    public byte[] ToArray() => _writer.Length == 0 ? [] : _writer.ToArray();

    public void Bool(bool value) => _writer.Bool(value);

    public void Int(int value) => _writer.U32(unchecked((uint)value));

    public void Long(long value) => _writer.I64(value);

    public void Text(string value) => _writer.Text(Present(value));

    public void Bytes(byte[] value) => _writer.Bytes(Present(value));

    public void Longs(long[] value)
    {
        _writer.Count(Present(value).Length);
        foreach (var number in value)
        {
            _writer.I64(number);
        }
    }

    public void Texts(string[] value)
    {
        _writer.Count(Present(value).Length);
        foreach (var text in value)
        {
            _writer.Text(Present(text));
        }
    }

    private static T Present<T>(T? value)
        where T : class =>
        value ?? throw new CallAbortException(ReceiptStatus.Failed, "the function returned null");
}
