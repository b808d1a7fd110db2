#!/usr/bin/env python3
"""Verify a Keyward audit export by the format in docs/AUDIT.md alone. Standard library only, shares no code with Keyward.

usage: verify.py EXPORT.jsonl KEY [CHECKPOINT...]
KEY is the trail's verifier key (name+id+base64); CHECKPOINTs are files kept outside. Exit code 0: intact, 8: broken.
"""
import base64, hashlib, json, sys

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def add(a, b):  # Ed25519 as RFC 8032 section 5.1.4, extended coordinates
    x, y = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    z, t = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = y - x, t - z, t + z, y + x
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point, scalar = add(point, point), scalar >> 1
    return result


def decode_point(data):
    y, sign = int.from_bytes(data, "little") & (2**255 - 1), data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise ValueError("not a point")
    x = P - x if x % 2 != sign else x
    return x, y, 1, x * y % P


BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signature_is_true(message, signature, public):
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = multiply(s, BASE), add(decode_point(signature[:32]), multiply(k, decode_point(public)))
    return not ((left[0] * right[2] - right[0] * left[2]) % P or (left[1] * right[2] - right[1] * left[2]) % P)


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


class Tree:  # RFC 6962 section 2.1: peaks are the roots of the full subtrees, largest first
    def __init__(self, size=0, peaks=()):
        self.size, self.peaks = size, list(peaks)

    def add(self, leaf):
        size = self.size
        while size & 1:
            leaf, size = sha(b"\1", self.peaks.pop(), leaf), size >> 1
        self.peaks.append(leaf)
        self.size += 1

    def root(self):
        result = self.peaks[-1] if self.peaks else sha()
        for peak in reversed(self.peaks[:-1]):
            result = sha(b"\1", peak, result)
        return result


class Broken(Exception):
    pass


def open_note(note, name, public):
    """Size and root of a signed checkpoint of this name; Broken unless this key signed it."""
    text, lines = note.rsplit("\n\n", 1)
    origin, size, root = (text + "\n").split("\n")[:3]
    key_id = sha(name.encode(), b"\n\1", public)[:4]
    mine = [base64.b64decode(line.split(" ")[2]) for line in lines.splitlines() if line.startswith("\u2014 %s " % name)]
    mine = [data[4:] for data in mine if data[:4] == key_id]
    if origin != name or not mine or not all(signature_is_true((text + "\n").encode(), s, public) for s in mine):
        raise Broken("a checkpoint is not signed by this key")
    return int(size), base64.b64decode(root)


def find_start(records, name, public):
    """Tree and last hash at the place where a pruned trail begins; the empty tree for a whole one."""
    start = Tree(), "0" * 64
    for record in records:
        if records[0].get("seq") != 1 and record.get("type") == "audit.pruned":
            detail = record["detail"]
            size, root = open_note(detail["note"], name + "/pruned", public)
            tree = Tree(size, [base64.b64decode(peak) for peak in detail["peaks"]])
            if tree.root() != root or len(tree.peaks) != bin(size).count("1"):
                raise Broken("the record of pruning does not fit its statement")
            start = tree, detail["last_hash"]
    return start


def verify(lines, name, public, outside):
    records = [json.loads(line) for line in lines]
    tree, prev = find_start(records, name, public)
    inside = [open_note(r["detail"]["note"], name, public) for r in records if r.get("type") == "audit.checkpoint"]
    checkpoints = sorted(outside + inside)
    sizes, roots, attested = {size for size, _ in checkpoints}, {}, 0
    for line, record in zip(lines, records):
        number = tree.size + 1
        if record["seq"] != number:
            raise Broken("record %d should stand here, found %s" % (number, record["seq"]))
        if record["prev"] != prev:
            raise Broken("record %d does not follow the record before: one of the two was changed" % number)
        if "keyward-audit/" + record["chain"] != name:
            raise Broken("record %d belongs to another trail" % number)
        prev = sha(line).hex()
        tree.add(sha(b"\0", line))
        if number in sizes:
            roots[number] = tree.root()
    for size, root in checkpoints:
        if size > tree.size:
            raise Broken("truncated: records %d to %d are missing" % (tree.size + 1, size))
        if size in roots and roots[size] != root:
            raise Broken("rolled back: records %d to %d are not those that were attested" % (attested + 1, size))
        attested = max(attested, size)
    return tree.size, attested


def main(export, key, *checkpoints):
    name, _, encoded = key.split("+", 2)
    public = base64.b64decode(encoded)[1:]
    lines = [line for line in open(export, "rb").read().split(b"\n") if line]
    try:
        outside = [open_note(open(path, encoding="utf-8").read(), name, public) for path in checkpoints]
        size, attested = verify(lines, name, public, outside)
    except (Broken, KeyError, TypeError, ValueError) as problem:
        print("broken: %s" % problem)
        return 8
    print("intact: %d records, attested up to %d" % (size, attested))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
