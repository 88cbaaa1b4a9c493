using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;
using Grpc.Core;
using Ledger.Grpc.Testing;
using Ledger.Grpc.Wire;

namespace Ledger.Grpc.Tests;

/// <summary>What one message costs in managed memory on the paths where it can be counted exactly.</summary>
public sealed class AllocationTests
{
    private const int Messages = 1000;

    private static readonly Marshaller<Payload> Marshaller = Marshallers.Create<Payload>(
        static (message, context) =>
        {
            context.SetPayloadLength(message.CalculateSize());
            message.WriteTo(context.GetBufferWriter());
            context.Complete();
        },
        static context => Payload.Parser.ParseFrom(context.PayloadAsReadOnlySequence()));

    [Fact]
    public void Framing_a_message_allocates_nothing()
    {
        MessageFramer framer = new(1 << 20);
        PooledBuffer buffer = new();
        Payload message = new() { Number = 5, Data = ByteString.CopyFrom(new byte[300]) };
        long Write()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Messages; i++)
            {
                buffer.Clear();
                framer.Write(buffer, message, Marshaller.ContextualSerializer);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Write();
        AssertFewerThanOnePerMessage(Write());
        buffer.Return();
    }

    [Fact]
    public async Task Reading_a_message_that_is_there_allocates_the_message_only()
    {
        Payload message = new() { Number = 5 };
        ArrayBufferWriter<byte> frames = new();
        MessageFramer framer = new(1 << 20);
        for (int i = 0; i < 2 * Messages; i++)
            framer.Write(frames, message, Marshaller.ContextualSerializer);
        Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 0));
        await pipe.Writer.WriteAsync(frames.WrittenMemory, TestContext.Current.CancellationToken);
        MessageReader<Payload> reader = new(pipe.Reader, Marshaller.ContextualDeserializer, 1 << 20, false);

        long Read()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Messages; i++)
            {
                ValueTask<ReadOutcome> read = reader.ReadAsync(CancellationToken.None);
                if (!read.IsCompletedSuccessfully || read.Result != ReadOutcome.Message)
                    throw new InvalidOperationException("A message is missing.");
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        long Parse()
        {
            byte[] bytes = message.ToByteArray();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Messages; i++)
                Payload.Parser.ParseFrom(new ReadOnlySequence<byte>(bytes));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Read();
        Parse();
        AssertFewerThanOnePerMessage(Read() - Parse());
    }

    /// <summary>
    /// The runtime itself may allocate a little on any thread, once: less than a byte for each message.
    /// </summary>
    private static void AssertFewerThanOnePerMessage(long bytes) => Assert.InRange(bytes, -Messages + 1, Messages - 1);
}
