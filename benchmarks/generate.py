"""Make a graph of mandates as large as wanted, in our vocabulary, the same for the same seed.

    .venv/bin/python benchmarks/generate.py --triples 1000000 [--seed 20] [-o graph.nq]

Writes N-Quads document by document, so memory does not grow with the size. What is in it:

- 500 units, ministries and provinces with what stands under them, and 25 collectives. Who takes part in a
  task is drawn by Zipf's law: the n-th actor n times less often than the first.
- resolutions and laws that are known by citation only, and documents that carry a resolution out, directly or
  through an earlier document; each relation has a citation with its evidence. Resolutions are drawn by Zipf's
  law too.
- 5 to 120 tasks a document, about 49 triples each: one lead, 0 to 6 coordinators, evidence for the
  task and for its assignments, a deadline of a day, month or year in nine of ten.
- a named graph a document, one of units, and one with what the rules of a build derive: classes of a higher
  kind, `nv:leads`, `nv:coordinates` and their inverses, implementation through other documents.

Texts of documents are not made: offsets are in order and hashes have the right form, but no file has them.
Standard library only.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import random
import sys
import unicodedata
from collections import deque
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

BASE = "https://w3id.org/nhiemvu/"
ID = f"{BASE}id/"
NV = f"<{BASE}ontology#"
ROLE = f"<{BASE}codes/role/"
CITROLE = f"<{BASE}codes/citation-role/"
A = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
TITLE = "<http://purl.org/dc/terms/title>"
NAME = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
ALIAS = "<http://www.w3.org/2004/02/skos/core#altLabel>"
PART_OF = "<http://www.w3.org/ns/org#subOrganizationOf>"
QUOTED = "<http://www.w3.org/ns/prov#wasQuotedFrom>"
OA = "<http://www.w3.org/ns/oa#"
XSD = "^^<http://www.w3.org/2001/XMLSchema#"
UNITS = f" <{BASE}graph/units> .\n"
INFERRED = f" <{BASE}graph/inferred> .\n"


def words(listed: str) -> list[str]:
    """Take a list of names apart at its semicolons."""
    return [" ".join(one.split()) for one in listed.split(";")]


FIELDS = words("""
Y tế; Giáo dục và Đào tạo; Nông nghiệp và Môi trường; Công Thương; Xây dựng; Nội vụ; Tư pháp; Tài chính;
Quốc phòng; Công an; Ngoại giao; Khoa học và Công nghệ; Văn hóa, Thể thao và Du lịch; Dân tộc và Tôn giáo;
Giao thông vận tải; Lao động; Thông tin và Truyền thông; Kế hoạch và Đầu tư; Tài nguyên; Đối ngoại
""")
PROVINCES = words("""
Hà Giang; Cao Bằng; Lào Cai; Điện Biên; Lai Châu; Sơn La; Yên Bái; Thái Nguyên; Lạng Sơn; Bắc Giang; Phú
Thọ; Quảng Ninh; Hải Dương; Hưng Yên; Thái Bình; Nam Định; Ninh Bình; Thanh Hóa; Nghệ An; Hà Tĩnh; Quảng
Trị; Quảng Nam; Bình Định; Phú Yên; Gia Lai; Đắk Lắk; Lâm Đồng; Đồng Nai; Long An; Cà Mau
""")
INNER = words("""
Vụ Pháp chế; Vụ Kế hoạch; Vụ Tổ chức cán bộ; Vụ Hợp tác quốc tế; Văn phòng; Thanh tra; Cục Quản lý đầu tư;
Cục Chuyển đổi số; Viện Nghiên cứu
""")
OFFICES = words("""
Sở Y tế; Sở Tài chính; Sở Xây dựng; Sở Nội vụ; Sở Tư pháp; Sở Công Thương; Sở Giáo dục và Đào tạo; Công
an; Đài Phát thanh
""")
VERBS = words("""
Xây dựng; Rà soát; Hoàn thiện; Triển khai; Tổ chức thực hiện; Kiểm tra, giám sát; Đánh giá; Trình ban
hành; Tổng kết; Hướng dẫn
""")
KINDS = words("""
đề án; kế hoạch; chương trình; thông tư hướng dẫn; cơ chế, chính sách; cơ sở dữ liệu; quy hoạch; bộ chỉ
số; nghị định sửa đổi; báo cáo
""")
THEMES = words("""
phòng, chống dịch bệnh; tiêm chủng mở rộng; đường sắt đô thị; chuyển đổi số; cải cách hành chính; đầu tư
công trung hạn; nông thôn mới; giảm nghèo bền vững; biến đổi khí hậu; an toàn giao thông đường bộ; bảo
hiểm xã hội; đào tạo nhân lực; di sản văn hóa; chăn nuôi bò sữa; nuôi trồng thủy sản; khai thác biển đảo;
dữ liệu dân cư; y tế cơ sở; năng lượng tái tạo; nhà ở xã hội; định danh điện tử; đất đai; lao động, việc
làm; an ninh mạng
""")
AREAS = words("""
trên địa bàn cả nước; vùng đồng bằng sông Hồng; vùng Đông Nam Bộ; vùng dân tộc thiểu số và miền núi; các
đô thị lớn; khu vực biên giới; giai đoạn mới; các cơ sở công lập
""")
OUTPUTS = words("""
Báo cáo; Quyết định; Đề án; Thông tư; Nghị định; Kế hoạch
""")
COORDINATORS = (0, 1, 2, 3, 4, 6)
COORDINATORS_TO = (45, 72, 86, 94, 98, 100)  # hundredths, summed up
CENTRAL, LOCAL = len(FIELDS), len(PROVINCES)


def slug(text: str) -> str:
    """Write a name with the letters of an IRI."""
    plain = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    words = "".join(c if c.isalnum() else " " for c in plain.lower() if not unicodedata.combining(c))
    return "-".join(words.split())


def zipf(count: int) -> list[float]:
    """Give summed weights by which the n-th of so many things is drawn n times less often than the first."""
    return list(itertools.accumulate(1 / n for n in range(1, count + 1)))


class Maker:
    """Draws one graph; every part is a string of whole lines."""

    def __init__(self, triples: int, seed: int) -> None:
        self.wanted = triples
        self.chance = random.Random(seed)  # noqa: S311 - nothing secret
        self.actors: list[tuple[str, str]] = []  # IRI in brackets, name
        self.issuers: list[tuple[str, str, str]] = []  # IRI in brackets, code for IRIs, abbreviation
        self.acts: list[tuple[str, str, str]] = []  # resolutions: IRI in brackets, number, label
        self.laws: list[tuple[str, str, str]] = []
        # The documents that a later one may carry out, each with the documents that it carries out itself.
        self.recent: deque[tuple[str, str, list[str]]] = deque(maxlen=200)

    def parts(self) -> Iterator[str]:
        """Give the graph in parts until it has the triples that are wanted; it ends with a whole document."""
        made = 0
        for part in itertools.chain([self._register(), self._known()], self._documents()):
            yield part
            made += part.count("\n")
            if made >= self.wanted and self.recent:
                return

    def _register(self) -> str:
        lines: list[str] = []
        for number in range(CENTRAL + LOCAL):
            central = number < CENTRAL
            place = FIELDS[number] if central else PROVINCES[number - CENTRAL]
            top = f"Bộ {place}" if central else f"Ủy ban nhân dân tỉnh {place}"
            above = f"<{ID}unit/{slug(top)}>"
            short = "".join(word[0] for word in place.upper().replace(",", "").split())
            self.issuers.append((above, slug(top), f"B{short}" if central else f"UBND{number}"))
            lines += self._unit(above, top, "")
            for part in INNER if central else OFFICES:
                name = f"{part} {top}" if central else f"{part} tỉnh {place}"
                lines += self._unit(f"<{ID}unit/{slug(top)}/{slug(part)}>", name, above)
        self.chance.shuffle(self.actors)
        for number in range(25):
            name = f"Các đơn vị liên quan về {THEMES[number % len(THEMES)]}"
            name += " và địa phương" if number >= len(THEMES) else ""
            group = f"<{ID}group/{slug(name)}>"
            lines.append(f'{group} {A} {NV}ActorGroup>{UNITS}{group} {NAME} "{name}"@vi{UNITS}')
            lines.append(f"{group} {A} {NV}Actor>{INFERRED}")
            self.actors.insert(10 + 15 * number, (group, name))
        self.drawn = zipf(len(self.actors))
        return "".join(lines)

    def _unit(self, unit: str, name: str, above: str) -> list[str]:
        self.actors.append((unit, name))
        lines = [
            f'{unit} {A} {NV}Unit>{UNITS}{unit} {A} {NV}Actor>{INFERRED}{unit} {NAME} "{name}"@vi{UNITS}',
            f'{unit} {ALIAS} "{name.replace("Ủy ban nhân dân", "UBND")}"@vi{UNITS}'
            if "Ủy ban" in name
            else "",
        ]
        return lines + ([f"{unit} {PART_OF} {above}{UNITS}"] if above else [])

    def _known(self) -> str:
        """Make the documents that are only cited: resolutions, more of them in a larger graph, and laws."""
        lines: list[str] = []
        for number in range(1, 3 + int((self.wanted / 1500) ** 0.5)):
            year = 2015 + number % 11
            path, said = f"cp/{year}/nq-{number}", f"{number}/NQ-CP"
            self.acts.append((f"<{ID}document/{path}>", said, f"Nghị quyết {said}"))
            lines.append(self._cited(self.acts[-1], path, "Resolution", year))
        for number in range(1, 41):
            year = 2008 + number % 17
            path, said = f"qh/{year}/{number}", f"{number}/{year}/QH{12 + number % 4}"
            self.laws.append((f"<{ID}document/{path}>", said, f"Luật {said}"))
            lines.append(self._cited(self.laws[-1], path, "Law", year))
        self.acts_drawn = zipf(len(self.acts))
        return "".join(lines)

    def _cited(self, act: tuple[str, str, str], path: str, kind: str, year: int) -> str:
        iri, number, label = act
        end = f" <{BASE}graph/document/{path}> .\n"
        return (
            f"{iri} {A} {NV}Document>{end}{iri} {A} {NV}StateDocument>{end}{iri} {A} {NV}{kind}>{end}"
            f'{iri} {LABEL} "{label}"@vi{end}{iri} {NV}number> "{number}"{end}'
            f'{iri} {NV}numberKey> "{number}"{end}'
            f'{iri} {NV}dateIssued> "{year}"{XSD}gYear>{end}{iri} {NV}inCorpus> "false"{XSD}boolean>{end}'
        )

    def _documents(self) -> Iterator[str]:
        for number in itertools.count(1):
            yield self._document(number)

    def _document(self, number: int) -> str:
        chance = self.chance
        issuer, code, short = chance.choice(self.issuers)
        year, month, day = chance.randint(2019, 2026), chance.randint(1, 12), chance.randint(1, 28)
        sort, kind, mark = ("qd", "Decision", "QĐ") if short.startswith("B") else ("kh", "Plan", "KH")
        path, said = f"{code}/{year}/{sort}-{number}", f"{number}/{mark}-{short}"
        iri, end = f"<{ID}document/{path}>", f" <{BASE}graph/document/{path}> .\n"
        spelt = f"{'Quyết định' if kind == 'Decision' else 'Kế hoạch'} {said}"
        digest = hashlib.sha256(path.encode()).hexdigest()
        text = f"<{ID}snapshot/{digest[:16]}>"
        out = [
            f"{iri} {A} {NV}Document>{end}{iri} {A} {NV}StateDocument>{end}{iri} {A} {NV}{kind}>{end}"
            f'{iri} {LABEL} "{spelt}"@vi{end}{iri} {NV}number> "{said}"{end}'
            f'{iri} {NV}numberKey> "{said}"{end}'
            f'{iri} {TITLE} "{spelt} về {chance.choice(THEMES)}"@vi{end}'
            f"{iri} {NV}issuedBy> {issuer}{end}"
            f'{iri} {NV}dateIssued> "{year}-{month:02d}-{day:02d}"{XSD}date>{end}'
            f'{iri} {NV}inCorpus> "true"{XSD}boolean>{end}{iri} {NV}hasSnapshot> {text}{end}'
            f'{text} {A} {NV}TextSnapshot>{end}{text} {NV}fileName> "{slug(said)}.docx"{end}'
            f'{text} {NV}textSha256> "{digest}"{end}{text} {NV}sha256> "{digest}"{end}'
        ]
        self._end, self._path, self._text, self._place, self._out = end, path, text, 200, out
        above = self._relations(iri)
        self.recent.append((iri, said, above))
        for sequence in range(1, min(120, 5 + int(chance.expovariate(1 / 25))) + 1):
            self._task(iri, sequence, above, (year, month))
        out.append(f'{text} {NV}characterCount> "{self._place + 500}"{XSD}integer>{end}')
        return "".join(out)

    def _relations(self, iri: str) -> list[str]:
        """State what a document carries out and rests on; gives all that it carries out."""
        chance = self.chance
        if self.recent and chance.random() < 0.3:
            through, said, further = chance.choice(self.recent)
            found = (through, said, said)
        else:
            found, further = chance.choices(self.acts, cum_weights=self.acts_drawn)[0], []
        self._cite(iri, "implements", "implements", found)
        for law in chance.sample(self.laws, 2):
            self._cite(iri, "basedOn", "legal-basis", law)
        for one in further:
            self._out.append(f"{iri} {NV}implements> {one}{INFERRED}")
        self._out += [f"{one} {NV}implementedBy> {iri}{INFERRED}" for one in (found[0], *further)]
        return [found[0], *further]

    def _cite(self, iri: str, relation: str, role: str, other: tuple[str, str, str]) -> None:
        end = self._end
        evidence, span = self._evidence(other[2])
        citation = f"<{ID}citation/{self._path}/{span}>"
        self._out.append(
            f"{iri} {NV}{relation}> {other[0]}{end}{citation} {A} {NV}Citation>{end}"
            f"{citation} {NV}citingDocument> {iri}{end}{citation} {NV}citedDocument> {other[0]}{end}"
            f'{citation} {NV}citationRole> {CITROLE}{role}>{end}{citation} {NV}asWritten> "{other[2]}"{end}'
            f"{citation} {QUOTED} {evidence}{end}"
        )

    def _evidence(self, words: str) -> tuple[str, str]:
        """State that words stand next in the text; gives the evidence and its span."""
        end, start = self._end, self._place
        self._place = stop = start + len(words)
        self._place += self.chance.randint(1, 40)
        plain = f"{ID}evidence/{self._path}/{start}-{stop}"
        whole, quote, position = f"<{plain}>", f"<{plain}#quote>", f"<{plain}#position>"
        self._out.append(
            f"{whole} {A} {OA}SpecificResource>{end}{whole} {OA}hasSource> {self._text}{end}"
            f"{whole} {OA}hasSelector> {quote}{end}{whole} {OA}hasSelector> {position}{end}"
            f'{quote} {A} {OA}TextQuoteSelector>{end}{quote} {OA}exact> "{words}"{end}'
            f"{position} {A} {OA}TextPositionSelector>{end}"
            f'{position} {OA}start> "{start}"{XSD}integer>{end}{position} {OA}end> "{stop}"{XSD}integer>{end}'
        )
        return whole, f"{start}-{stop}"

    def _task(self, document: str, sequence: int, above: list[str], issued: tuple[int, int]) -> None:
        chance, end = self.chance, self._end
        chapter, code = 1 + sequence // 20, f"{1 + sequence // 20}.{sequence % 20}"
        local = f"{self._path}/{chapter}/{code}"
        task = f"<{ID}task/{local}>"
        what = (chance.choice(VERBS), chance.choice(KINDS), chance.choice(THEMES), chance.choice(AREAS))
        title = f"{what[0]} {what[1]} {what[2]} {what[3]}"
        evidence, _ = self._evidence(title)
        self._out.append(
            f"{task} {A} {NV}Task>{end}{task} {A} {NV}Mandate>{INFERRED}{task} {NV}statedIn> {document}{end}"
            f'{task} {LABEL} "{title}"@vi{end}{task} {TITLE} "{title}"@vi{end}{task} {NV}code> "{code}"{end}'
            f'{task} {NV}sequence> "{sequence}"{XSD}integer>{end}{task} {NV}sectionPath> "{chapter}"{end}'
            f"{task} {QUOTED} {evidence}{end}"
        )
        if chance.random() < 0.5:
            self._out.append(f'{task} {NV}output> "{chance.choice(OUTPUTS)}"@vi{end}')
        times = chance.choices(COORDINATORS, cum_weights=COORDINATORS_TO)[0]
        drawn = list(dict.fromkeys(chance.choices(self.actors, cum_weights=self.drawn, k=1 + times)))
        due = self._due(issued)
        said = "; ".join(name for _, name in drawn) + (f"; {due[0]}" if due else "")
        evidence, _ = self._evidence(said)
        for number, (actor, name) in enumerate(drawn):
            self._assign(task, local, number, actor, name, evidence)
        if due:
            self._deadline(task, local, due, evidence)

    def _assign(self, task: str, local: str, number: int, actor: str, name: str, evidence: str) -> None:
        end, role = self._end, "coordinate" if number else "lead"
        one = f"<{ID}assignment/{local}/{role}/{max(number, 1)}>"
        shortcut, back = ("coordinates", "coordinatedBy") if number else ("leads", "ledBy")
        self._out.append(
            f"{one} {A} {NV}Assignment>{end}{one} {NV}task> {task}{end}{one} {NV}assignee> {actor}{end}"
            f'{one} {NV}role> {ROLE}{role}>{end}{one} {NV}asWritten> "{name}"{end}'
            f"{one} {QUOTED} {evidence}{end}"
            f"{actor} {NV}{shortcut}> {task}{INFERRED}{task} {NV}{back}> {actor}{INFERRED}"
        )

    def _due(self, issued: tuple[int, int]) -> tuple[str, str, str, str, str, str] | None:
        """Draw a due time: as written, value, datatype, precision, first and last day; or none."""
        months = 12 * issued[0] + issued[1] - 1 + self.chance.randint(3, 36)
        year, month, drawn = months // 12, months % 12 + 1, self.chance.random()
        if drawn < 0.1:
            return None
        if drawn < 0.25:
            return f"Năm {year}", f"{year}", "gYear", "year", f"{year}-01-01", f"{year}-12-31"
        if drawn < 0.35:
            day = f"{year}-{month:02d}-15"
            return f"Ngày 15/{month}/{year}", day, "date", "day", day, day
        last = 28 if month == 2 and year % 4 else 29 if month == 2 else 30 if month in {4, 6, 9, 11} else 31
        value = f"{year}-{month:02d}"
        return f"Tháng {month}/{year}", value, "gYearMonth", "month", f"{value}-01", f"{value}-{last}"

    def _deadline(self, task: str, local: str, due: tuple[str, ...], evidence: str) -> None:
        end, one = self._end, f"<{ID}deadline/{local}>"
        written, value, datatype, precision, first, last = due
        self._out.append(
            f"{task} {NV}deadline> {one}{end}{one} {A} {NV}Deadline>{end}"
            f'{one} {NV}due> "{value}"{XSD}{datatype}>{end}{one} {NV}precision> "{precision}"{end}'
            f'{one} {NV}dueEarliest> "{first}"{XSD}date>{end}{one} {NV}dueLatest> "{last}"{XSD}date>{end}'
            f'{one} {NV}deadlineText> "{written}"{end}{one} {QUOTED} {evidence}{end}'
        )


def main() -> None:
    """Write a graph to a file or to standard output."""
    parser = argparse.ArgumentParser(description="Make a graph of mandates as N-Quads.")
    parser.add_argument("--triples", type=int, default=100_000, help="how many, up to the end of a document")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("-o", "--out", type=Path, help="file; by default standard output")
    given = parser.parse_args()
    with nullcontext(sys.stdout.buffer) if given.out is None else given.out.open("wb") as out:
        for part in Maker(given.triples, given.seed).parts():
            out.write(part.encode())


if __name__ == "__main__":
    main()
