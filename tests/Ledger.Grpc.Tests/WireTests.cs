using System.Buffers;
using System.Text;
using Grpc.Core;
using Ledger.Grpc.Wire;

namespace Ledger.Grpc.Tests;

/// <summary>The rules of the wire, without a network.</summary>
public sealed class WireTests
{
    [Theory]
    [InlineData("1H", 36_000_000_000L)]
    [InlineData("2M", 1_200_000_000L)]
    [InlineData("3S", 30_000_000L)]
    [InlineData("4m", 40_000L)]
    [InlineData("5u", 50L)]
    [InlineData("1n", 1L)]
    [InlineData("250n", 3L)]
    [InlineData("99999999S", 999_999_990_000_000L)]
    public void Timeouts_are_read_in_every_unit(string text, long ticks)
    {
        Assert.True(GrpcTimeout.TryDecode(text, out TimeSpan timeout));
        Assert.Equal(ticks, timeout.Ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("S")]
    [InlineData("5s")]
    [InlineData("-5S")]
    [InlineData("+5S")]
    [InlineData(" 5S")]
    [InlineData("5.0S")]
    [InlineData("123456789S")]
    public void Malformed_timeouts_are_refused(string text) => Assert.False(GrpcTimeout.TryDecode(text, out _));

    [Theory]
    [InlineData(1L, "100n")]
    [InlineData(10_000L, "1000000n")]
    [InlineData(50_000_000L, "5000000u")]
    [InlineData(0L, "1n")]
    [InlineData(-1L, "1n")]
    public void Timeouts_are_written_in_the_finest_unit(long ticks, string text) =>
        Assert.Equal(text, GrpcTimeout.Encode(new TimeSpan(ticks)));

    [Fact]
    public void A_timeout_survives_the_wire_rounded_up_and_in_eight_digits()
    {
        for (long ticks = 1; ticks > 0 && ticks < long.MaxValue / 3; ticks *= 3)
        {
            string text = GrpcTimeout.Encode(new TimeSpan(ticks));
            Assert.InRange(text.Length, 2, 9);
            Assert.True(GrpcTimeout.TryDecode(text, out TimeSpan back));
            Assert.InRange(back.Ticks, ticks, ticks + Math.Max(TimeSpan.TicksPerHour, ticks / 1_000_000));
        }
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("100%", "100%25")]
    [InlineData("zwölf\r\n", "zw%C3%B6lf%0D%0A")]
    [InlineData("☺", "%E2%98%BA")]
    public void Status_messages_are_percent_encoded(string message, string wire)
    {
        Assert.Equal(wire, StatusText.Encode(message));
        Assert.Equal(message, StatusText.Decode(wire));
    }

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz", "%zz")]
    [InlineData("a%41%", "aA%")]
    [InlineData("%ff", "\uFFFD")]
    public void Decoding_a_status_message_never_fails(string wire, string message) =>
        Assert.Equal(message, StatusText.Decode(wire));

    [Fact]
    public void A_long_status_message_is_cut_between_characters()
    {
        string decoded = StatusText.Decode(StatusText.Encode(new string('ö', 5_000) + "x"));
        Assert.Equal(new string('ö', StatusText.MessageBytesMax / 2), decoded);
    }

    [Theory]
    [InlineData(7L, StatusCode.Unavailable)]
    [InlineData(8L, StatusCode.Cancelled)]
    [InlineData(11L, StatusCode.ResourceExhausted)]
    [InlineData(12L, StatusCode.PermissionDenied)]
    [InlineData(0L, StatusCode.Internal)]
    [InlineData(2L, StatusCode.Internal)]
    [InlineData(99L, StatusCode.Internal)]
    public void Resets_are_mapped(long error, StatusCode code) =>
        Assert.Equal(code, StatusMapping.FromHttp2Error(error));

    [Fact]
    public void An_unknown_status_number_is_never_OK()
    {
        foreach (string text in (string[])["17", "-1", "", "x", "0x0", " 0", "99999999999"])
            Assert.Equal(StatusCode.Unknown, StatusMapping.FromText(text));
        for (int code = 0; code <= 16; code++)
            Assert.Equal((StatusCode)code, StatusMapping.FromText(StatusMapping.ToText((StatusCode)code)));
    }

    [Theory]
    [InlineData("application/grpc", true)]
    [InlineData("application/grpc+proto", true)]
    [InlineData("application/grpc;charset=utf-8", true)]
    [InlineData("Application/GRPC", true)]
    [InlineData("application/grpc-web", false)]
    [InlineData("application/json", false)]
    [InlineData(null, false)]
    public void Only_gRPC_is_gRPC(string? type, bool expected) =>
        Assert.Equal(expected, GrpcNames.IsGrpcContentType(type));

    [Theory]
    [InlineData("AQ==", new byte[] { 1 })]
    [InlineData("AQ", new byte[] { 1 })]
    [InlineData("", new byte[0])]
    public void Binary_metadata_is_read_padded_or_not(string wire, byte[] expected)
    {
        Metadata metadata = new();
        MetadataCodec.AddDecoded(metadata, "X-Data-Bin", wire);
        Assert.Equal(expected, metadata.GetValueBytes("x-data-bin"));
    }

    [Fact]
    public void Binary_metadata_splits_at_commas_and_drops_what_is_no_base64()
    {
        Metadata metadata = new();
        MetadataCodec.AddDecoded(metadata, "x-bin", "AQ, Ag==,!!,A");
        Assert.Equal([1, 2], metadata.Select(entry => (int)entry.ValueBytes.Single()));
    }

    [Fact]
    public void Reserved_and_malformed_names_are_kept_out()
    {
        Metadata metadata = new();
        MetadataCodec.AddDecoded(metadata, "grpc-anything", "x");
        MetadataCodec.AddDecoded(metadata, "content-type", "x");
        Assert.Empty(metadata);
        Assert.Throws<ArgumentException>(() => metadata.Add("white space", "x"));
        Assert.Throws<ArgumentException>(() => metadata.Add("x", "line\nfeed"));
        Assert.Throws<ArgumentException>(() => metadata.Add("x-bin", "text"));
        Assert.Throws<ArgumentException>(() => metadata.Add("x", [1]));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("x", "y"));
    }

    [Fact]
    public void A_frame_is_found_whatever_the_cuts_are()
    {
        byte[] frame = [0, 0, 0, 0, 3, 7, 8, 9];
        for (int first = 0; first <= frame.Length; first++)
        {
            for (int second = first; second <= frame.Length; second++)
            {
                ReadOnlySequence<byte> cut = Segments.Of(frame[..first], frame[first..second], frame[second..]);
                Assert.True(FrameDecoder.TryDecode(cut, 3, false, out ReadOutcome outcome, out var payload));
                Assert.Equal(ReadOutcome.Message, outcome);
                Assert.Equal([7, 8, 9], payload.ToArray());
            }
        }

        for (int length = 0; length < frame.Length; length++)
            Assert.False(FrameDecoder.TryDecode(new(frame, 0, length), 3, false, out _, out _));
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0, 0, 1 }, false, ReadOutcome.CompressedWithoutEncoding)]
    [InlineData(new byte[] { 1, 0, 0, 0, 1 }, true, ReadOutcome.EncodingUnknown)]
    [InlineData(new byte[] { 2, 0, 0, 0, 1 }, false, ReadOutcome.FlagInvalid)]
    [InlineData(new byte[] { 0, 0, 0, 0, 4 }, false, ReadOutcome.TooLarge)]
    [InlineData(new byte[] { 0, 255, 255, 255, 255 }, false, ReadOutcome.TooLarge)]
    public void A_wrong_frame_is_known_by_its_header(byte[] header, bool encodingNamed, object expected)
    {
        Assert.True(FrameDecoder.TryDecode(new(header), 3, encodingNamed, out ReadOutcome outcome, out _));
        Assert.Equal(expected, outcome);
    }

    [Fact]
    public void A_serialiser_may_use_an_array_a_length_or_neither()
    {
        byte[] expected = [0, 0, 0, 0, 2, (byte)'o', (byte)'k'];
        foreach (Action<string, SerializationContext> serializer in (Action<string, SerializationContext>[])
            [
                (text, context) => context.Complete(Encoding.ASCII.GetBytes(text)),
                (text, context) =>
                {
                    context.SetPayloadLength(text.Length);
                    context.GetBufferWriter().Write(Encoding.ASCII.GetBytes(text));
                    context.Complete();
                },
                (text, context) =>
                {
                    context.GetBufferWriter().Write(Encoding.ASCII.GetBytes(text));
                    context.Complete();
                },
            ])
        {
            ArrayBufferWriter<byte> output = new();
            Assert.Equal(7, new MessageFramer(2).Write(output, "ok", serializer));
            Assert.Equal(expected, output.WrittenSpan.ToArray());
            Assert.Throws<MessageTooLargeException>(() => new MessageFramer(1).Write(output, "ok", serializer));
            Assert.Equal(7, output.WrittenCount);
        }
    }

    [Fact]
    public void A_serialiser_that_breaks_its_promise_leaves_no_bytes()
    {
        foreach (Action<string, SerializationContext> serializer in (Action<string, SerializationContext>[])
            [
                (_, _) => { },
                (_, context) => context.Complete(),
                (_, context) =>
                {
                    context.SetPayloadLength(2);
                    context.GetBufferWriter().Write(new byte[1]);
                    context.Complete();
                },
                (_, context) =>
                {
                    context.SetPayloadLength(2);
                    context.GetBufferWriter().Write(new byte[3]);
                    context.Complete();
                },
            ])
        {
            ArrayBufferWriter<byte> output = new();
            Assert.Throws<InvalidOperationException>(() => new MessageFramer(100).Write(output, "", serializer));
            Assert.Equal(0, output.WrittenCount);
        }
    }
}
