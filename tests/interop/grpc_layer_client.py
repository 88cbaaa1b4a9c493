"""Calls the probe service of Ledger.Grpc.Tests with real gRPC (grpcio). Usage: grpc_layer_client.py HOST:PORT

Messages are encoded by hand, so that grpcio alone is enough. Prints one line for each case; exit status 1 on a failure.
"""

import sys

import grpc


def varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def payload(number, data):
    message = b""
    if number:
        message += b"\x08" + varint(number)
    if data:
        message += b"\x12" + varint(len(data)) + data
    return message


def sizes(values):
    packed = b"".join(varint(value) for value in values)
    return b"\x0a" + varint(len(packed)) + packed


def echo_status(code, text):
    raw = text.encode()
    return b"\x08" + varint(code) + b"\x12" + varint(len(raw)) + raw


def status_of(action):
    try:
        action()
    except grpc.RpcError as error:
        return error
    raise AssertionError("the call succeeded")


def check(name, condition):
    print(("ok " if condition else "FAILED ") + name, flush=True)
    if not condition:
        sys.exit(1)


def main(target):
    channel = grpc.insecure_channel(target)
    prefix = "/ledger.grpc.testing.Probe/"
    timeout = 20

    check("empty unary", channel.unary_unary(prefix + "Ping")(b"", timeout=timeout) == b"")

    big = payload(7, bytes(range(256)) * 8000)
    check("large unary", channel.unary_unary(prefix + "Echo")(big, timeout=timeout) == big)

    metadata = (("x-echo", "text"), ("x-echo-bin", b"\x00\xff\x80"))
    response, call = channel.unary_unary(prefix + "Echo").with_call(payload(1, b"a"), timeout=timeout, metadata=metadata)
    check("initial metadata", ("x-echo", "text") in [tuple(entry) for entry in call.initial_metadata()])
    check("trailing metadata", ("x-echo-bin", b"\x00\xff\x80") in [tuple(entry) for entry in call.trailing_metadata()])

    text = "\t\u263a 100% \u00fc"
    error = status_of(lambda: channel.unary_unary(prefix + "Fail")(echo_status(9, text), timeout=timeout))
    check("status and message", error.code() == grpc.StatusCode.FAILED_PRECONDITION and error.details() == text)

    error = status_of(lambda: channel.unary_unary(prefix + "Nowhere")(b"", timeout=timeout))
    check("unknown method", error.code() == grpc.StatusCode.UNIMPLEMENTED)
    error = status_of(lambda: channel.unary_unary("/no.Service/Nowhere")(b"", timeout=timeout))
    check("unknown service", error.code() == grpc.StatusCode.UNIMPLEMENTED)

    requests = (payload(i, b"x" * i) for i in range(300))
    total = channel.stream_unary(prefix + "Collect")(requests, timeout=timeout)
    check("client streaming", total == b"\x08" + varint(300) + b"\x10" + varint(300 * 299 // 2))

    wanted = [31415, 9, 2653, 58979, 0]
    got = list(channel.unary_stream(prefix + "Produce")(sizes(wanted), timeout=timeout))
    check("server streaming", got == [payload(i, bytes(n)) for i, n in enumerate(wanted)])
    check("empty server stream", list(channel.unary_stream(prefix + "Produce")(b"", timeout=timeout)) == [])

    sent = [payload(i + 1, b"y" * i) for i in range(300)]
    check("duplex", list(channel.stream_stream(prefix + "Exchange")(iter(sent), timeout=timeout)) == sent)
    check("empty duplex", list(channel.stream_stream(prefix + "Exchange")(iter([]), timeout=timeout)) == [])

    error = status_of(lambda: channel.unary_unary(prefix + "Hang")(b"", timeout=0.2))
    check("deadline", error.code() == grpc.StatusCode.DEADLINE_EXCEEDED)

    flood = channel.unary_stream(prefix + "Flood")(b"", timeout=timeout)
    next(flood)
    flood.cancel()
    check("cancellation", status_of(lambda: [None for _ in flood]).code() == grpc.StatusCode.CANCELLED)

    compressed = grpc.insecure_channel(target, compression=grpc.Compression.Gzip)
    error = status_of(lambda: compressed.unary_unary(prefix + "Echo")(payload(1, b"z" * 10000), timeout=timeout))
    check("compressed request", error.code() == grpc.StatusCode.UNIMPLEMENTED)


if __name__ == "__main__":
    main(sys.argv[1])
