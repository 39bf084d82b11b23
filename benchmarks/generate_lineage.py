"""Make a graph of documents that rest on one another over five or six levels, the same for the same seed.

    .venv/bin/python benchmarks/generate_lineage.py [--documents N] [--tasks 20] [--seed 20] [-o FILE]

Writes N-Quads document by document. What is in it, for 200,000 documents:

- 400 resolutions, half of them known by citation only; 4,000 decisions of ministries that carry them out;
  30,000 plans of provinces; then 100,000, 50,000 and 15,600 plans below these. What a document carries out is
  drawn from the level above with weights 1/n for resolutions and 1/sqrt(n) below; one in ten carries out a
  second document too.
- 60 laws that are known by citation only; six of ten documents rest on the first, each on one more, drawn by
  Zipf's law. One document in twenty names another in passing.
- one document in a thousand rests on a document that carries it out, which makes a circle.
- about so many tasks a document (exponential, 120 at most), with only what a lineage tells of them: class,
  document, name, code and the words that prove it, ten tasks to one quotation. Assignments and deadlines are
  left out: with the usual shape of a task (49 triples, `generate.py`) 4 million would be 200 million triples.
- every relation between documents has a citation with its words; the graph of inferences holds what follows:
  implementation through other documents and its inverse.

Standard library only.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from generate import (
    BASE,
    ID,
    INFERRED,
    LABEL,
    NV,
    OA,
    OUTPUTS,
    QUOTED,
    THEMES,
    TITLE,
    VERBS,
    XSD,
    A,
    Maker,
    slug,
    zipf,
)

LEVELS = (0.002, 0.02, 0.15, 0.5, 0.25, 0.078)
"""The part of all documents that stands on each level, resolutions first."""
TO_ONE_QUOTE = 10
MOST_TASKS = 120

Named = tuple[str, str, str]  # IRI in brackets, number, label


class LineageMaker(Maker):
    """Draws one graph of so many documents; every part is a string of whole lines."""

    def __init__(self, documents: int, tasks: float, seed: int) -> None:
        super().__init__(documents * 150, seed)
        self.documents = documents
        self.tasks = tasks
        self.made_tasks = 0
        self.above: dict[str, list[str]] = {}

    def parts(self) -> Iterator[str]:
        """Give the graph in parts: units, laws, then every document, level by level."""
        yield self._register()
        self._known()  # draws the laws; the resolutions of this graph are its first level
        laws = [f"{law[0]} {A} {NV}Document>" for law in self.laws]
        yield "".join(
            self._cited(law, law[0][1:-1].partition("/document/")[2], "Law", 2010) for law in self.laws
        )
        self.laws_drawn = zipf(len(laws) - 1)
        level: list[Named] = []
        number = 0
        for depth, part in enumerate(LEVELS):
            weights = list(
                itertools.accumulate((1 / n) ** (1 if depth == 1 else 0.5) for n in range(1, len(level) + 1))
            )
            made: list[Named] = []
            for _ in range(max(2, round(part * self.documents))):
                number += 1
                named, text = self._placed(number, depth, level, weights)
                made.append(named)
                yield text
            level = made

    def _placed(self, number: int, depth: int, level: list[Named], weights: list[float]) -> tuple[Named, str]:
        """Make one document of a level over the documents of the level above."""
        chance = self.chance
        issuer, code, short = ("", "cp", "CP") if depth == 0 else chance.choice(self.issuers)
        year, month, day = (
            2015 + min(depth * 2, 9) + chance.randint(0, 2),
            chance.randint(1, 12),
            chance.randint(1, 28),
        )
        sort, kind, mark = (("nq", "Resolution", "NQ"), ("qd", "Decision", "QĐ"), ("kh", "Plan", "KH"))[
            min(depth, 2)
        ]
        path, said = f"{code}/{year}/{sort}-{number}", f"{number}/{mark}-{short}"
        spelt = f"{ {'nq': 'Nghị quyết', 'qd': 'Quyết định', 'kh': 'Kế hoạch'}[sort] } {said}"
        named: Named = (f"<{ID}document/{path}>", said, spelt)
        iri, end = named[0], f" <{BASE}graph/document/{path}> .\n"
        if depth == 0 and number % 2:
            return named, self._cited(named, path, kind, year)
        digest = hashlib.sha256(path.encode()).hexdigest()
        text = f"<{ID}snapshot/{digest[:16]}>"
        out = [
            f"{iri} {A} {NV}Document>{end}{iri} {A} {NV}{kind}>{end}"
            f'{iri} {LABEL} "{spelt}"@vi{end}{iri} {NV}number> "{said}"{end}'
            f'{iri} {NV}numberKey> "{said}"{end}'
            f'{iri} {TITLE} "{spelt} về {chance.choice(THEMES)}"@vi{end}'
            f'{iri} {NV}dateIssued> "{year}-{month:02d}-{day:02d}"{XSD}date>{end}'
            f'{iri} {NV}inCorpus> "true"{XSD}boolean>{end}{iri} {NV}hasSnapshot> {text}{end}'
            f'{text} {A} {NV}TextSnapshot>{end}{text} {NV}fileName> "{slug(said)}.docx"{end}'
            f'{text} {NV}textSha256> "{digest}"{end}'
        ]
        if issuer:
            out.append(f"{iri} {NV}issuedBy> {issuer}{end}")
        self._end, self._path, self._text, self._place, self._out = end, path, text, 200, out
        self._rest(named, level, weights)
        self._state_tasks(iri)
        return named, "".join(out)

    def _rest(self, named: Named, level: list[Named], weights: list[float]) -> None:
        """State what a document carries out, rests on and names, and what follows from it."""
        chance, iri = self.chance, named[0]
        over = (
            chance.choices(level, cum_weights=weights, k=2 if chance.random() < 0.1 else 1) if level else []
        )
        over = list({one[0]: one for one in over}.values())
        for one in over:
            self._cite(iri, "implements", "implements", one)
        if chance.random() < 0.6:
            self._cite(iri, "basedOn", "legal-basis", self.laws[0])
        self._cite(
            iri, "basedOn", "legal-basis", chance.choices(self.laws[1:], cum_weights=self.laws_drawn)[0]
        )
        if level and chance.random() < 0.05:
            self._cite(iri, "cites", "cites", chance.choice(level))
        direct = [one[0] for one in over]
        further = sorted({above for one in direct for above in self.above.get(one, ())} - set(direct))
        self.above[iri] = direct + further
        self._out += [f"{iri} {NV}implements> {one}{INFERRED}" for one in further]
        self._out += [f"{one} {NV}implementedBy> {iri}{INFERRED}" for one in direct + further]
        if over and chance.random() < 0.001:
            self._out.append(f"{over[0][0]} {NV}basedOn> {iri}{self._end}")

    def _state_tasks(self, document: str) -> None:
        chance, end = self.chance, self._end
        evidence = ""
        count = min(MOST_TASKS, round(chance.expovariate(1 / self.tasks)))
        self.made_tasks += count
        for sequence in range(count):
            title = f"{chance.choice(VERBS)} {chance.choice(OUTPUTS).lower()} về {chance.choice(THEMES)}"
            if sequence % TO_ONE_QUOTE == 0:
                evidence, _ = self._evidence(title)
            code = f"{1 + sequence // 20}.{1 + sequence % 20}"
            task = f"<{ID}task/{self._path}/{code}>"
            self._out.append(
                f"{task} {A} {NV}Task>{end}{task} {NV}statedIn> {document}{end}"
                f'{task} {LABEL} "{title}"@vi{end}{task} {NV}code> "{code}"{end}'
                f"{task} {QUOTED} {evidence}{end}"
            )

    def _evidence(self, words: str) -> tuple[str, str]:
        """State that words stand next in the text, without the classes of selectors."""
        end, start = self._end, self._place
        self._place = (stop := start + len(words)) + self.chance.randint(1, 40)
        plain = f"{ID}evidence/{self._path}/{start}-{stop}"
        whole, quote, position = f"<{plain}>", f"<{plain}#quote>", f"<{plain}#position>"
        self._out.append(
            f"{whole} {OA}hasSource> {self._text}{end}"
            f"{whole} {OA}hasSelector> {quote}{end}{whole} {OA}hasSelector> {position}{end}"
            f'{quote} {OA}exact> "{words}"{end}'
            f'{position} {OA}start> "{start}"{XSD}integer>{end}{position} {OA}end> "{stop}"{XSD}integer>{end}'
        )
        return whole, f"{start}-{stop}"


def main() -> None:
    """Write a graph to a file or to standard output."""
    parser = argparse.ArgumentParser(description="Make a graph of documents over several levels as N-Quads.")
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--tasks", type=float, default=20, help="tasks a document, on average")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("-o", "--out", type=Path, help="file; by default standard output")
    given = parser.parse_args()
    maker = LineageMaker(given.documents, given.tasks, given.seed)
    quads = 0
    with nullcontext(sys.stdout.buffer) if given.out is None else given.out.open("wb") as out:
        for part in maker.parts():
            quads += part.count("\n")
            out.write(part.encode())
    print(f"{given.documents} documents, {maker.made_tasks} tasks, {quads} quads", file=sys.stderr)


if __name__ == "__main__":
    main()
