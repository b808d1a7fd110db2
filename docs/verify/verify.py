#!/usr/bin/env python3
"""Verify a Keyward audit export by the format in docs/AUDIT.md alone. Standard library only, shares no code with Keyward.

usage: verify.py EXPORT.jsonl KEY [WITNESS-KEY...] [CHECKPOINT...]
KEY is the trail's verifier key, a WITNESS-KEY that of a witness who must have co-signed, CHECKPOINTs are files kept outside.
"""
import base64, functools, hashlib, json, sys

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


def need(holds, why):
    if not holds:
        raise ValueError(why)


def decode_point(data):
    y, sign = int.from_bytes(data, "little") & (2**255 - 1), data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_1 % P
    need(y < P and (x * x - square) % P == 0 and not (x == 0 and sign), "not a point")
    x = P - x if x % 2 != sign else x
    return x, y, 1, x * y % P


BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signature_is_true(message, signature, public):
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = multiply(s, BASE), add(decode_point(signature[:32]), multiply(k, decode_point(public)))
    return all((left[axis] * right[2] - right[axis] * left[2]) % P == 0 for axis in (0, 1))


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def grow(peaks, size, leaf):  # RFC 6962 section 2.1: peaks are the roots of the full subtrees, largest first
    while size & 1:
        leaf, size = sha(b"\1", peaks.pop(), leaf), size >> 1
    peaks.append(leaf)


def root_of(peaks):
    return functools.reduce(lambda right, left: sha(b"\1", left, right), reversed(peaks)) if peaks else sha()


def signatures(note, name, typed):
    """Text of a note, and what the key of this name and type has signed under it."""
    text, lines = note.rsplit("\n\n", 1)
    key_id = sha(name.encode(), b"\n", typed)[:4]
    found = [base64.b64decode(line.split(" ")[2]) for line in lines.splitlines() if line.startswith("\u2014 %s " % name)]
    return text + "\n", [data[4:] for data in found if data[:4] == key_id]


def open_note(note, name, public):
    """Size and root of a signed checkpoint of this name; fails unless this key signed it."""
    text, mine = signatures(note, name, b"\1" + public)
    origin, size, root = text.split("\n")[:3]
    is_signed = origin == name and mine and all(signature_is_true(text.encode(), s, public) for s in mine)
    need(is_signed, "a checkpoint is not signed by this key")
    return int(size), base64.b64decode(root), note


def is_cosigned(note, name, public):  # c2sp.org/tlog-cosignature: eight bytes of time, then the signature
    text, mine = signatures(note, name, b"\4" + public)
    seen = [("cosignature/v1\ntime %d\n%s" % (int.from_bytes(s[:8], "big"), text), s[8:]) for s in mine]
    return any(signature_is_true(message.encode(), signature, public) for message, signature in seen)


def canonical(value):  # RFC 8785: members in the order of their UTF-16 code units, numbers as ECMAScript writes them
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
        return "{%s}" % ",".join("%s:%s" % (canonical(name), canonical(each)) for name, each in members)
    if isinstance(value, list):
        return "[%s]" % ",".join(map(canonical, value))
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e21
    return json.dumps(int(value) if whole else value, ensure_ascii=False, allow_nan=False)


def check_checkpoint(record, open_size, root, number):  # what a record of a checkpoint says beside the signed note
    detail = record["detail"]
    peaks = [base64.b64decode(peak) for peak in detail["peaks"]]
    need(detail["size"] == open_size < number, "the checkpoint in record %d has another size" % number)
    need(root_of(peaks) == root and len(peaks) == bin(open_size).count("1"), "the peaks in record %d are false" % number)
    return number, open_size, detail["last_hash"]


def find_start(records, name, public):
    """Number and peaks of the records that were pruned away, and the hash of the last of them."""
    start = 0, [], "0" * 64
    for record in records:
        if records[0].get("seq") != 1 and record.get("type") == "audit.pruned":
            detail = record["detail"]
            size, root, _ = open_note(detail["note"], name + "/pruned", public)
            peaks = [base64.b64decode(peak) for peak in detail["peaks"]]
            need(root_of(peaks) == root and len(peaks) == bin(size).count("1"), "the record of pruning is not true")
            start = size, peaks, detail["last_hash"]
    return start


def verify(lines, name, public, outside, witnesses):
    records = [json.loads(line) for line in lines]
    last, peaks, prev = find_start(records, name, public)
    inside = [open_note(r["detail"]["note"], name, public) for r in records if r.get("type") == "audit.checkpoint"]
    checkpoints = sorted(outside + inside)
    sizes, roots, hashes, attested = {size for size, _, _ in checkpoints}, {}, {last: prev}, 0
    notes, said = iter(inside), []
    for line, record in zip(lines, records):
        number = last + 1
        need(record["seq"] == number, "record %d should stand here, found %s" % (number, record["seq"]))
        need(record["prev"] == prev, "record %d does not follow the record before: one of the two was changed" % number)
        need("keyward-audit/" + record["chain"] == name, "record %d belongs to another trail" % number)
        need(record["v"] == 1 and canonical(record).encode() == line, "record %d is not in canonical form" % number)
        if record["type"] == "audit.checkpoint":
            said.append(check_checkpoint(record, *next(notes)[:2], number))
        grow(peaks, last, sha(b"\0", line))
        last, prev = number, sha(line).hex()
        if number in sizes:
            roots[number], hashes[number] = root_of(peaks), prev
    for size, root, _ in checkpoints:
        need(size <= last, "truncated: records %d to %d are missing" % (last + 1, size))
        why = "rolled back: records %d to %d are not those that were attested" % (attested + 1, size)
        need(roots.get(size, root) == root, why)
        attested = max(attested, size)
    for number, size, claimed in said:
        need(hashes.get(size, claimed) == claimed, "the last hash in record %d is false" % number)
    for witness, key in witnesses:
        reach = max([size for size, _, note in checkpoints if size in roots and is_cosigned(note, witness, key)], default=0)
        need(reach > 0, "no checkpoint was co-signed by %s" % witness)
        print("co-signed by %s up to %d" % (witness, reach))
    return last, attested


def main(export, *others):
    keys = [text.split("+", 2) for text in others if text.count("+") >= 2]
    (name, public), *witnesses = [(name, base64.b64decode(encoded)[1:]) for name, _, encoded in keys]
    *lines, rest = open(export, "rb").read().split(b"\n")
    try:
        need(rest == b"" and b"" not in lines, "a line is blank, or the last one does not end")
        files = [open(path, encoding="utf-8") for path in others if path.count("+") < 2]
        outside = [open_note(file.read(), name, public) for file in files]
        size, attested = verify(lines, name, public, outside, witnesses)
        need(attested > 0, "no signed checkpoint attests any of the %d records" % len(lines))
    except (KeyError, TypeError, ValueError) as problem:
        print("broken: %s" % problem)
        return 8  # and 0 when it is intact
    print("intact: %d records, attested up to %d" % (size, attested))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
