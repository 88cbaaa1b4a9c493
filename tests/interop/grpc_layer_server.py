"""Serves the probe service of Ledger.Grpc.Tests with real gRPC (grpcio), for the client under test.

Prints its port, and stops when standard input ends. Messages stay bytes, so that grpcio alone is enough.
"""

import sys
from concurrent import futures

import grpc


def echo(request, context):
    received = dict(context.invocation_metadata())
    if "x-echo" in received:
        context.send_initial_metadata((("x-echo", received["x-echo"]),))
    if "x-echo-bin" in received:
        context.set_trailing_metadata((("x-echo-bin", received["x-echo-bin"]),))
    return request


def fail(request, context):
    context.abort(grpc.StatusCode.FAILED_PRECONDITION, "\u263a 100%")


def hang(request, context):
    done = futures.Future()
    context.add_callback(lambda: done.set_result(None))
    done.result()
    return b""


def collect(requests, context):
    count = sum(1 for _ in requests)
    return b"\x08" + bytes([count]) if count else b""


def produce(request, context):
    for number in range(1, 101):
        yield b"\x08" + bytes([number])


def exchange(requests, context):
    for request in requests:
        yield request


def main():
    handlers = {
        "Ping": grpc.unary_unary_rpc_method_handler(lambda request, context: b""),
        "Echo": grpc.unary_unary_rpc_method_handler(echo),
        "Fail": grpc.unary_unary_rpc_method_handler(fail),
        "Hang": grpc.unary_unary_rpc_method_handler(hang),
        "Collect": grpc.stream_unary_rpc_method_handler(collect),
        "Produce": grpc.unary_stream_rpc_method_handler(produce),
        "Exchange": grpc.stream_stream_rpc_method_handler(exchange),
    }
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=8))
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("ledger.grpc.testing.Probe", handlers),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    sys.stdin.read()
    server.stop(0).wait()


if __name__ == "__main__":
    main()
