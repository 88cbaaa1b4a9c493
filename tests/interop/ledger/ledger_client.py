#!/usr/bin/env python3
"""Drives a running node with grpcio, the published .proto files and docs/protocol.md, and nothing of the project's own code.

Usage: ledger_client.py ADDRESS PROTO_DIR GENESIS IDENTITY_DIR ORGANISATION/NAME RECIPIENT

Reads the status, transfers 1 n¤ to RECIPIENT with a transaction it encodes and signs itself, waits for the receipt, sends the same
transaction again (which must be refused), reads the recipient's wallet entry with its proof, and checks proof and certificate by hand.
Prints one JSON object; exit status 1 if anything does not hold.
"""
import base64
import ctypes
import ctypes.util
import hashlib
import json
import os
import struct
import sys
import tempfile

import grpc
from grpc_tools import protoc


def load_stubs(proto_dir):
    """Generates the Python stubs from the .proto files into a temporary folder and imports them."""
    out = tempfile.mkdtemp(prefix="ledger-stubs-")
    files = ["ledger/v1/types.proto", "ledger/v1/gateway.proto"]
    if protoc.main(["protoc", f"-I{proto_dir}", f"--python_out={out}", f"--grpc_python_out={out}", *files]) != 0:
        raise SystemExit("protoc failed")
    sys.path.insert(0, out)
    from ledger.v1 import gateway_pb2, gateway_pb2_grpc
    return gateway_pb2, gateway_pb2_grpc


SODIUM = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")


def read(*parts):
    with open(os.path.join(*parts), "rb") as file:
        return file.read()


def ed25519_seed(pem):
    """The 32-byte seed at the end of an RFC 8410 private key."""
    body = b"".join(line for line in pem.splitlines() if not line.startswith(b"-----"))
    der = base64.b64decode(body)
    at = der.index(b"\x04\x22\x04\x20") + 4
    return der[at:at + 32]


def key_pair(seed):
    public, secret = ctypes.create_string_buffer(32), ctypes.create_string_buffer(64)
    SODIUM.crypto_sign_ed25519_seed_keypair(public, secret, seed)
    return public.raw, secret.raw


def domain(tag, chain_id, payload):
    return tag.encode().ljust(16, b"\0") + chain_id + payload


def sign(secret, message):
    signature = ctypes.create_string_buffer(64)
    SODIUM.crypto_sign_ed25519_detached(signature, None, message, ctypes.c_ulonglong(len(message)), secret)
    return signature.raw


def verify(public, message, signature):
    return SODIUM.crypto_sign_ed25519_verify_detached(
        signature, message, ctypes.c_ulonglong(len(message)), public) == 0


def text(value):
    data = value.encode()
    return struct.pack("<I", len(data)) + data


def data(value):
    return struct.pack("<I", len(value)) + value


def sha256(value):
    return hashlib.sha256(value).digest()


def transaction(chain_id, account, public, secret, height, window, contract, function, arguments):
    body = b"\x01" + chain_id + text(account) + public
    body += struct.pack("<QQQ", int.from_bytes(os.urandom(8), "little"), height, height + window // 2)
    body += b"\x01" + struct.pack("<I", 1) + text(contract) + text(function) + data(arguments)
    return data(body) + sign(secret, domain("ledger/tx/1", chain_id, body))


def proof_holds(root, key, found, value, proof):
    path = sha256(key)
    bits = [(path[i >> 3] >> (7 - (i & 7))) & 1 for i in range(256)]
    if found:
        node = sha256(b"\0" + path + sha256(value))
    elif proof.other_leaf_path:
        node = sha256(b"\0" + proof.other_leaf_path + proof.other_leaf_value_hash)
    else:
        node = bytes(32)
    for depth in range(len(proof.siblings) - 1, -1, -1):
        pair = (node, proof.siblings[depth]) if bits[depth] == 0 else (proof.siblings[depth], node)
        node = sha256(b"\1" + pair[0] + pair[1])
    return node == root


def certificate_holds(certified, chain_id, validators):
    header = certified.header
    height = header[1:9]
    header_hash = sha256(b"ledger/header/2\0" + header)
    payload = struct.pack("<Q", certified.certificate.view) + height + header_hash
    n = len(validators)
    quorum = (n + (n - 1) // 3 + 2) // 2
    good = set()
    for vote in certified.certificate.votes:
        key = base64.b64decode(validators[vote.replica]["publicKey"])
        if verify(key, domain("ledger/commit/1", chain_id, payload), vote.signature):
            good.add(vote.replica)
    return len(good) >= quorum


def main():
    address, proto_dir, genesis_path, identity, account, recipient = sys.argv[1:7]
    pb, services = load_stubs(proto_dir)
    genesis_bytes = read(genesis_path)
    genesis, chain_id = json.loads(genesis_bytes), sha256(genesis_bytes)
    roots = b"".join(
        b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(base64.b64decode(o["caCertificate"]))
        + b"-----END CERTIFICATE-----\n" for o in genesis["organisations"])
    channel = grpc.secure_channel(address, grpc.ssl_channel_credentials(
        roots, read(identity, "tls.key"), read(identity, "tls.crt")))
    gateway = services.GatewayStub(channel)

    status = gateway.Status(pb.StatusRequest(), timeout=20)
    assert status.chain_id == chain_id, "the node is on another chain"
    public, secret = key_pair(ed25519_seed(read(identity, "signing.key")))
    arguments = text(recipient) + struct.pack("<q", 1) + text("grpcio")
    encoded = transaction(chain_id, account, public, secret, status.height + 1, status.validity_window_blocks,
                          "wallet", "transfer", arguments)
    answer = gateway.Submit(pb.SubmitRequest(transaction=encoded, wait=True), timeout=20)
    assert answer.receipt.status == 0, f"receipt: {answer.receipt}"
    again = gateway.GetReceipt(pb.ReceiptRequest(transaction_id=answer.transaction_id), timeout=20)
    assert again.encoded == answer.receipt.encoded

    try:
        gateway.Submit(pb.SubmitRequest(transaction=encoded, wait=True), timeout=20)
        replay = "accepted"
    except grpc.RpcError as error:
        replay = error.code().name

    events = list(gateway.Events(pb.EventsRequest(
        **{"from": pb.EventCursor(height=answer.receipt.height)}, contract="wallet", to_height=answer.receipt.height), timeout=20))
    blocks = list(gateway.Blocks(pb.BlocksRequest(from_height=1, to_height=2), timeout=20))

    key = b"identity\0" + account.encode()
    record = gateway.Query(pb.QueryRequest(contract="identity", key=account.encode()), timeout=20)
    absent = gateway.Query(pb.QueryRequest(contract="wallet", key=b"nobody has this key"), timeout=20)
    state_root = record.header.header[1 + 8 + 8 + 4 + 3 * 32:1 + 8 + 8 + 4 + 4 * 32]
    absent_root = absent.header.header[1 + 8 + 8 + 4 + 3 * 32:1 + 8 + 8 + 4 + 4 * 32]
    result = {
        "height": answer.receipt.height,
        "replay": replay,
        "events": len(events),
        "blocks": len(blocks),
        "found": record.found,
        "proof": proof_holds(state_root, key, record.found, record.value, record.proof),
        "absence": (not absent.found) and proof_holds(
            absent_root, b"wallet\0nobody has this key", False, b"", absent.proof),
        "certificate": certificate_holds(record.header, chain_id, genesis["validators"]),
    }
    print(json.dumps(result))
    good = (replay == "ALREADY_EXISTS" and result["found"] and result["proof"] and result["absence"]
            and result["certificate"] and events and len(blocks) == 2)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
