#!/usr/bin/env python3
"""Recomputes every test vector from docs/protocol.md, with nothing but the standard library and no line of the ledger's own code.

Usage: check_vectors.py [--write]    --write fills in the expected values from the inputs instead of comparing them.
"""
import hashlib
import json
import pathlib
import sys

# ---- Encoding: little-endian integers, lengths and counts of 32 bits -----------------------------------------------
def uint(value, size): return value.to_bytes(size, "little")
def raw(text): return bytes.fromhex(text)
def data(value): return uint(len(value), 4) + value
def text(value): return data(value.encode("utf-8"))
def items(values): return uint(len(values), 4) + b"".join(values)
def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def tag(name): return name.encode("ascii").ljust(16, b"\0")
def signed_input(name, chain, payload): return tag(name) + chain + payload

# ---- Merkle tree (RFC 6962) and state tree -------------------------------------------------------------------------
def leaf(value): return sha(b"\0", value)
def node(left, right): return sha(b"\1", left, right)

def root_and_path(leaves, index=0):
    if len(leaves) < 2: return (leaves[0] if leaves else sha()), []
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    mine, other = (leaves[:split], leaves[split:]) if index < split else (leaves[split:], leaves[:split])
    below, path = root_and_path(mine, index if index < split else index - split)
    beside, _ = root_and_path(other)
    return (node(below, beside) if index < split else node(beside, below)), path + [beside]

def bit(path, depth): return path[depth // 8] >> (7 - depth % 8) & 1

def state_root(entries, depth=0):
    if not entries: return bytes(32)
    if len(entries) == 1: return leaf(b"".join(entries[0]))
    return node(*(state_root([e for e in entries if bit(e[0], depth) == side], depth + 1) for side in (0, 1)))

def state_proof(entries, path):
    siblings = []
    while len(entries) > 1:
        depth = len(siblings)
        siblings.append(state_root([e for e in entries if bit(e[0], depth) != bit(path, depth)], depth + 1))
        entries = [e for e in entries if bit(e[0], depth) == bit(path, depth)]
    return siblings, (entries[0] if entries and entries[0][0] != path else None)

# ---- Ed25519 (RFC 8032 section 5.1) --------------------------------------------------------------------------------
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, BASE_Y = -121665 * pow(121666, -1, P) % P, 4 * pow(5, -1, P) % P
BASE = (15112221349535400772501151409588531511454012693041857206046113283949847762202, BASE_Y)

def add(a, b):
    k = D * a[0] * b[0] * a[1] * b[1]
    return ((a[0] * b[1] + a[1] * b[0]) * pow(1 + k, -1, P) % P, (a[1] * b[1] + a[0] * b[0]) * pow(1 - k, -1, P) % P)

def times(scalar, point=BASE):
    total = (0, 1)
    for digit in bin(scalar)[2:]: total = add(add(total, total), point) if digit == "1" else add(total, total)
    return uint(total[1] | (total[0] & 1) << 255, 32)

def number(*parts): return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % ORDER

def secret(seed): return int.from_bytes(hashlib.sha512(seed).digest()[:32], "little") & (2**254 - 8) | 2**254

def public_key(seed): return times(secret(seed))

def sign(seed, message):
    nonce = number(hashlib.sha512(seed).digest()[32:], message)
    return times(nonce) + uint((nonce + number(times(nonce), public_key(seed), message) * secret(seed)) % ORDER, 32)

# ---- One function for each file ------------------------------------------------------------------------------------
def transaction(i):
    seed, chain = raw(i["seed"]), raw(i["chainId"])
    calls = [text(c["contract"]) + text(c["function"]) + data(raw(c["arguments"])) for c in i["calls"]]
    body = uint(1, 1) + chain + text(i["account"]) + public_key(seed) + uint(i["nonce"], 8) + uint(i["validFrom"], 8)
    body += uint(i["validUntil"], 8) + uint(i["atomic"], 1) + items(calls)
    message = signed_input("ledger/tx/1", chain, body)
    encoded = data(body) + sign(seed, message)
    return {"publicKey": public_key(seed), "body": body, "id": sha(tag("ledger/txid/1"), body), "signedInput": message,
            "signature": encoded[-64:], "encoded": encoded, "leafHash": leaf(encoded)}

def batch(i):
    transactions = [raw(t) for t in i["transactions"]]
    root, head = root_and_path([leaf(t) for t in transactions])[0], uint(i["timeMilliseconds"], 8)
    digest = sha(tag("ledger/batch/1"), head, uint(len(transactions), 4), root)
    return {"encoded": head + items([data(t) for t in transactions]), "transactionRoot": root, "digest": digest}

def receipt(i):
    calls = []
    for c in i["calls"]:
        events = [text(e["contract"]) + text(e["name"]) + data(raw(e["data"])) for e in c["events"]]
        calls.append(uint(c["status"], 1) + text(c["message"]) + data(raw(c["result"])) + uint(c["gasUsed"], 8) + items(events))
    encoded = raw(i["transactionId"]) + uint(i["status"], 1) + items(calls)
    return {"encoded": encoded, "leafHash": leaf(encoded)}

def block(i):
    seeds, chain, receipts = [raw(v["seed"]) for v in i["validators"]], raw(i["chainId"]), [raw(r) for r in i["receipts"]]
    listed = [text(v["name"]) + text(v["organisation"]) + public_key(s) + uint(v["incarnation"], 8) for v, s in zip(i["validators"], seeds)]
    members, body = sha(tag("ledger/members/2"), items(listed)), raw(i["batch"])
    transactions, rest = [], body[12:]
    while rest:
        size = int.from_bytes(rest[:4], "little")
        transactions, rest = transactions + [rest[4:4 + size]], rest[4 + size:]
    roots = [root_and_path([leaf(e) for e in entries])[0] for entries in (transactions, receipts)]
    header = uint(2, 1) + uint(i["height"], 8) + uint(i["timeMilliseconds"], 8) + uint(len(transactions), 4)
    header += raw(i["previousHash"]) + roots[0] + roots[1] + raw(i["stateRoot"]) + members + raw(i["nextMembershipHash"])
    header_hash = sha(tag("ledger/header/2"), header)
    payload = uint(i["view"], 8) + uint(i["height"], 8) + header_hash
    message = signed_input("ledger/commit/1", chain, payload)
    votes = [uint(replica, 2) + sign(seeds[replica], message) for replica in i["voters"]]
    certificate = uint(i["view"], 8) + items(votes)
    encoded = data(header) + certificate + data(body) + items([data(r) for r in receipts])
    return {"publicKeys": [public_key(s) for s in seeds], "membershipHash": members, "header": header,
            "headerHash": header_hash, "votePayload": payload, "voteSignedInput": message,
            "signatures": [v[2:] for v in votes], "certificate": certificate, "encoded": encoded}

def merkle(i):
    leaves = [leaf(raw(v)) for v in i["leaves"]]
    return {"root": root_and_path(leaves)[0], "paths": [root_and_path(leaves, n)[1] for n in range(len(leaves))]}

def state(i):
    entries = [(sha(raw(e["key"])), sha(raw(e["value"]))) for e in i["entries"]]
    proofs = [state_proof(entries, sha(raw(key))) for key in i["proofsOf"]]
    return {"root": state_root(entries), "proofs": [
        {"siblings": s, "otherLeafPath": o and o[0], "otherLeafValueHash": o and o[1]} for s, o in proofs]}

def to_json(value): return value.hex() if isinstance(value, bytes) else value

def main():
    wrong = count = 0
    for compute in (transaction, batch, receipt, block, merkle, state):
        path = pathlib.Path(__file__).with_name(compute.__name__ + ".json")
        cases = json.loads(path.read_text(encoding="utf-8"))
        for case in cases:
            count += 1
            expected = json.loads(json.dumps(compute(case["input"]), default=to_json))
            if "--write" in sys.argv: case["expected"] = expected
            elif case["expected"] != expected:
                wrong += 1
                names = [n for n in expected if case["expected"].get(n) != expected[n]]
                print(f"{path.name}: {case['name']}: differs in {', '.join(names)}")
        if "--write" in sys.argv: path.write_text(json.dumps(cases, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{count - wrong} of {count} vectors agree")
    return 1 if wrong else 0

if __name__ == "__main__":
    sys.exit(main())
