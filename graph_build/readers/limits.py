"""Limits against hostile files: each far above what an administrative document needs.

A file above one of them is refused as a whole with `LimitExceeded`; nothing is read in part.
"""

from __future__ import annotations

MAX_BYTES = 64 * 1024 * 1024
"""The largest single file or archive member that is read, in bytes."""

MAX_ARCHIVE_BYTES = 1024 * 1024 * 1024
"""The largest archive that is looked into, and the most that its members may hold together, in bytes."""

MAX_MEMBERS = 2_000
"""Members of an archive or of a packaged format (DOCX, XLSX, ODS)."""

MAX_DIRECTORY_BYTES = 2 * 1024 * 1024
"""The largest directory of a ZIP container, checked before it is read: an entry takes 46 bytes and a name."""

MAX_RATIO = 250
"""How many times larger than its packed form a member may be; XML of a long table reaches about 60."""

SMALL_MEMBER = 1024 * 1024
"""Members up to this size, in bytes, are not held to `MAX_RATIO`: blank pages pack very well."""

MAX_ARCHIVE_DEPTH = 3
"""How deep archives may lie in archives."""

MAX_DEPTH = 1_000
"""How deep elements may nest in HTML or XML, and groups in RTF."""

MAX_TABLE_DEPTH = 12
"""How deep tables may stand in tables."""

MAX_ELEMENTS = 2_000_000
"""Elements and pieces of text in HTML; paragraphs and cells in RTF."""

MAX_TOKENS = 5_000_000
"""Control words, groups and pieces of text in RTF: a resolution of 200 pages has some 200,000."""

MAX_XML_ELEMENTS = 1_000_000
"""Elements in one part of a packaged format."""

MAX_ATTRIBUTES = 500
"""Attributes of one HTML element: duplicates are looked for in quadratic time."""

MAX_CELLS = 200_000
"""Positions in the tables of one document, those covered by merged cells included: 33,000 rows of six."""

OCR_PAGE_SECONDS = 60.0
"""How long the OCR program may take for one picture, in seconds; a dense page takes 2 to 4."""

OCR_SECONDS = 900.0
"""How long OCR may take for all pictures of one file, in seconds: about 300 pages."""

MAX_PIXELS = 60_000_000
"""Pixels of one picture: a page of A3 scanned at 400 dpi has 31 million."""

MAX_PICTURES = 500
"""Pictures in one file of pictures (TIFF)."""

FILE_SECONDS = 1000.0
"""How long a file may take from its bytes to its record, on the clock, OCR included."""

CPU_SECONDS = 300
"""How much processor time reading one file may take, without that of the OCR program."""

READING_MEMORY = 2 * 1024 * 1024 * 1024
"""Bytes of address space that a process may take for reading files."""

MAX_LINE = 1_000_000
"""Characters of one line of plain text: a whole resolution without line ends has some 200,000."""
