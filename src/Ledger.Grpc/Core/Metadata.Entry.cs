using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>One name with a text or, when the name ends in "-bin", with bytes. Immutable.</summary>
    public sealed class Entry
    {
        private readonly string? text;
        private readonly byte[]? bytes;

        /// <summary>A text entry.</summary>
        /// <exception cref="ArgumentException">
        /// The name has characters other than a-z, 0-9, '-', '_' and '.', or ends in "-bin"; or the text is not
        /// printable ASCII, or begins or ends with a space, which HTTP would strip.
        /// </exception>
        public Entry(string key, string value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Key = NormalizeKey(key);
            if (IsBinary)
                throw new ArgumentException($"\"{Key}\" ends in -bin and so carries bytes.", nameof(key));
            if (!IsText(value))
                throw new ArgumentException("A text value is printable ASCII without outer spaces.", nameof(value));
            text = value;
        }

        /// <summary>An entry of bytes. The array is not copied.</summary>
        /// <exception cref="ArgumentException">The name is malformed or does not end in "-bin".</exception>
        public Entry(string key, byte[] valueBytes)
        {
            ArgumentNullException.ThrowIfNull(valueBytes);
            Key = NormalizeKey(key);
            if (!IsBinary)
                throw new ArgumentException($"\"{Key}\" does not end in -bin and so carries text.", nameof(key));
            bytes = valueBytes;
        }

        /// <summary>What came from the wire: bytes that HTTP has let through are not judged again.</summary>
        internal Entry(string key, string? text, byte[]? bytes)
        {
            Key = key;
            this.text = text;
            this.bytes = bytes;
        }

        /// <summary>The name, in lower case.</summary>
        public string Key { get; }

        /// <summary>True when the entry carries bytes.</summary>
        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        /// <summary>The text.</summary>
        /// <exception cref="InvalidOperationException">The entry carries bytes.</exception>
        public string Value => text ?? throw new InvalidOperationException($"\"{Key}\" carries bytes.");

        /// <summary>The bytes, or the bytes of the text. Not copied when the entry carries bytes.</summary>
        public byte[] ValueBytes => bytes ?? Encoding.ASCII.GetBytes(text ?? "");

        /// <inheritdoc/>
        public override string ToString() => bytes is null ? $"{Key}: {text}" : $"{Key}: {bytes.Length} bytes";

        private static string NormalizeKey(string key)
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            string lower = key.ToLowerInvariant();
            foreach (char c in lower)
            {
                if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('-' or '_' or '.'))
                    throw new ArgumentException($"'{c}' cannot be in the name of metadata.", nameof(key));
            }

            return lower;
        }

        private static bool IsText(string value) =>
            !value.AsSpan().ContainsAnyExceptInRange(' ', '~')
            && (value.Length == 0 || (value[0] != ' ' && value[^1] != ' '));
    }
}
