"""Divides Tatoeba's English-French pairs: what a model learns from, what it is chosen by, what it is measured with.

    python3 tatoeba.py eng-fra.txt FOLDER
    python3 tatoeba.py --authors eng-fra.txt

eng-fra.txt has lines of English TAB French TAB attribution. FOLDER gets train.tsv, valid.tsv and test.tsv, English TAB
French; test-attributed.tsv, the last with its third column; and attribution.txt, whose sentences all three are made of.

The second command prints who is to be named.

An English sentence is in one part only, with all its translations. Which one, its digest decides: the same file gives
the same parts on every machine, whatever its order.
"""

import hashlib
import os
import re
import sys

SEED = 1
TEST, VALID = 200, 150  # English sentences
LICENCE = "CC-BY 2.0 (France) Attribution: "


def digest(english):
    return hashlib.sha256(f"{SEED}\t{english}".encode()).hexdigest()


def write(folder, name, lines):
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as out:
        out.writelines(line + "\n" for line in lines)


def read(source):
    with open(source, encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    if not all(row[2].startswith(LICENCE) for row in rows):
        sys.exit("a line has another licence: look at it")
    return rows


def authors(source):
    names = {name for row in read(source) for name in re.findall(r"#\d+ \(([^)]+)\)", row[2])}
    names.discard("\\N")  # Tatoeba's sign for a sentence that nobody owns.
    print(
        "Sentences of https://tatoeba.org, CC BY 2.0 FR (https://creativecommons.org/licenses/by/2.0/fr/), by",
        ", ".join(sorted(names, key=str.lower)) + ". Each sentence's number and author are in",
        "english-french-attribution.txt.gz of dl4j-attention-pretrained.",
    )


def main(source, folder):
    rows = read(source)
    ranked = sorted({row[0] for row in rows}, key=digest)
    part = {english: "test" for english in ranked[:TEST]}
    part.update({english: "valid" for english in ranked[TEST : TEST + VALID]})
    os.makedirs(folder, exist_ok=True)
    for name in ("train", "valid", "test"):
        own = [row for row in rows if part.get(row[0], "train") == name]
        write(folder, name + ".tsv", ["\t".join(row[:2]) for row in own])
        if name == "test":
            write(folder, "test-attributed.tsv", ["\t".join(row) for row in own])
        print(name, len(own), "pairs of", len({row[0] for row in own}), "English sentences")
    write(folder, "attribution.txt", [row[2].removeprefix(LICENCE) for row in rows])


if __name__ == "__main__":
    if sys.argv[1] == "--authors":
        authors(sys.argv[2])
    else:
        main(*sys.argv[1:])
