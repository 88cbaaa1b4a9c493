#!/usr/bin/env python3
"""Checks proof files against a genesis file, written from docs/protocol.md alone: no line of the ledger's own code.
Usage: check_proof.py GENESIS FILE...    One line for each file; exit status 1 unless all hold. Needs libsodium."""
import base64, ctypes, ctypes.util, hashlib, json, sys
SODIUM = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")
def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def tag(name): return name.encode("ascii").ljust(16, b"\0")
def uint(value, size): return value.to_bytes(size, "little")
def data(value): return uint(len(value), 4) + value
def bits(path, count=256): return [path[d // 8] >> (7 - d % 8) & 1 for d in range(count)]
def need(holds, reason):
    if not holds: raise ValueError(reason)
def digest(text): return bytes.fromhex(text) if len(text) == 64 else need(False, "malformed: a hash has 64 digits")

class Reader:
    def __init__(self, source): self.rest = source
    def raw(self, size):
        need(size <= len(self.rest), "malformed: too short")
        taken, self.rest = self.rest[:size], self.rest[size:]
        return taken
    def uint(self, size): return int.from_bytes(self.raw(size), "little")
    def data(self): return self.raw(self.uint(4))
    def text(self): return self.data().decode("utf-8")
    def items(self, one): return [one() for _ in range(self.uint(4))]
    def end(self): need(not self.rest, "malformed: bytes are left over")
def signed(name, chain, payload, key, signature):
    message = tag(name) + chain + payload
    return SODIUM.crypto_sign_ed25519_verify_detached(signature, message, ctypes.c_ulonglong(len(message)), key) == 0
def header(source):
    r = Reader(source)
    need(len(source) == 213 and r.uint(1) == 2, "malformed header")
    fields = {"hash": sha(tag("ledger/header/2"), source), "height": r.uint(8), "time": r.uint(8), "count": r.uint(4)}
    return dict(fields, **{name: r.raw(32) for name in ("previous", "transactions", "receipts", "state", "members", "next")})
def members_hash(members):
    listed = [data(name.encode()) + data(organisation.encode()) + key + uint(i, 8) for name, organisation, key, i in members]
    return sha(tag("ledger/members/2"), uint(len(members), 4), *listed)
def certified(chain, head, view, votes, members):
    replicas, n = [replica for replica, _ in votes], len(members)
    payload = uint(view, 8) + uint(head["height"], 8) + head["hash"]
    need(head["members"] == members_hash(members), "block %d names other members" % head["height"])
    need((n + (n - 1) // 3 + 2) // 2 <= len(votes) and replicas == sorted(set(replicas)) and replicas[-1] < n, "no quorum")
    need(all(signed("ledger/commit/1", chain, payload, members[r][2], s) for r, s in votes), "a vote is not valid")
def merkle_root(leaf, index, count, path):
    need((count > 1) == bool(path), "a path is too long or too short")
    if count == 1: return leaf
    split = 1 << ((count - 1).bit_length() - 1)
    if index < split: return sha(b"\1", merkle_root(leaf, index, split, path[:-1]), path[-1])
    return sha(b"\1", path[-1], merkle_root(leaf, index - split, count - split, path[:-1]))

def state_root(proof, path, siblings):
    here, sides, value, other = bytes(32), bits(path), proof["value"], proof["otherLeafPath"] and digest(proof["otherLeafPath"])
    if value is not None: here = sha(b"\0", path, sha(bytes.fromhex(value)))
    if other:
        need(value is None and other != path and bits(other, len(siblings)) == sides[:len(siblings)], "another leaf proves nothing")
        here = sha(b"\0", other, digest(proof["otherLeafValueHash"]))
    for side, sibling in reversed(list(zip(sides, siblings))):
        pair = (sibling, here) if side else (here, sibling)
        here = sha(b"\1", *pair) if any(map(any, pair)) else bytes(32)
    return here

def transaction(proof, chain, head):
    encoded, receipt, index = bytes.fromhex(proof["transaction"]), bytes.fromhex(proof["receipt"]), proof["index"]
    need(0 <= index < head["count"], "no such place")
    for root, leaf, path in ("transactions", encoded, "transactionPath"), ("receipts", receipt, "receiptPath"):
        found = merkle_root(sha(b"\0", leaf), index, head["count"], [digest(text) for text in proof[path]])
        need(found == head[root], "it is not among the %s of block %d" % (root, head["height"]))
    body, signature = encoded[4:-64], encoded[-64:]
    need(encoded[:-64] == data(body) and receipt[:32] == sha(tag("ledger/txid/1"), body), "the receipt is another transaction's")
    r = Reader(body)
    need(r.uint(1) == 1 and r.raw(32) == chain, "the transaction is for another chain")
    account, key, _ = r.text(), r.raw(32), r.raw(25)
    need(signed("ledger/tx/1", chain, body, key, signature), "the account's signature is not valid")
    calls = r.items(lambda: "%s.%s(%s)" % (r.text(), r.text(), r.data().hex()))
    return "%s called %s: status %d" % (account, ", ".join(calls), receipt[32])

def check(proof, genesis):
    chain, below, head = sha(genesis), 0, header(bytes.fromhex(proof["header"]))
    need(digest(proof["chainId"]) == chain, "it is of another chain than the genesis file")
    members = [(v["name"], v["organisation"], base64.b64decode(v["publicKey"]), 0) for v in json.loads(genesis)["validators"]]
    for r in (Reader(bytes.fromhex(text)) for text in proof["epochs"]):
        need(r.uint(1) == 1, "malformed end of an epoch")
        end = header(r.data())
        certified(chain, end, r.uint(8), r.items(lambda: (r.uint(2), r.raw(64))), members)
        members = r.items(lambda: (r.text(), r.text(), r.raw(32), r.uint(8)))
        need(end["members"] != end["next"] == members_hash(members) and below < end["height"] < head["height"], "an epoch is misplaced")
        below = r.end() or end["height"]
    r = Reader(bytes.fromhex(proof["certificate"]))
    certified(chain, head, r.uint(8), r.items(lambda: (r.uint(2), r.raw(64))), members)
    where = "block %d, ledger time %d ms" % (head["height"], head["time"]) + (r.end() or "")
    if proof["format"] == "ledger-receipt/1": return transaction(proof, chain, head) + " in " + where
    need(proof["format"] == "ledger-value/1" and proof["contract"] and "\0" not in proof["contract"], "neither a receipt nor a value")
    path, siblings = sha(proof["contract"].encode() + b"\0" + bytes.fromhex(proof["key"])), list(map(digest, proof["siblings"]))
    need(len(siblings) <= 256 and state_root(proof, path, siblings) == head["state"], "the state holds it not")
    said = "is absent" if proof["value"] is None else "has " + proof["value"]
    return "%s %s %s after %s" % (proof["contract"], proof["key"], said, where)
genesis_file, failed = open(sys.argv[1], "rb").read(), False
for name in sys.argv[2:]:
    try: print(name, "holds:", check(json.load(open(name, encoding="utf-8")), genesis_file))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as flaw: failed = print(name, "does not hold:", flaw) is None
sys.exit(failed)
