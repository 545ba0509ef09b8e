"""Fifty and more files that are wrong, and what is said of each."""

from collections.abc import Callable

from portal.drills.workbooks import HEADER, SHEET, bomb, repacked, sheet, xlsx
from portal.rolls.table import LARGEST, LONGEST_CELL, MOST_COLUMNS, MOST_ROWS
from portal.vocabulary import RollFault as F

SIXTEEN, EIGHTEEN = "201003292388", "200804182392"
"""From Skatteverket's official test series."""
HEAD = ";".join(HEADER)
ROW = f"{SIXTEEN};Wilma;Ek;Nej"
OTHER = f"{EIGHTEEN};Ali;Öhman;Nej"
ASKS = "asks what the columns are"
Made = Callable[[], bytes]


def text(*lines: str, encoding: str = "utf-8") -> Made:
    return lambda: "\r\n".join(lines).encode(encoding)


def row(cells: str, header: str = HEAD) -> Made:
    return text(header, cells)


def book(*rows: tuple[object, ...], merge: str = "") -> Made:
    return lambda: xlsx(rows, merge=merge)


def by_hand(body: str) -> Made:
    return lambda: repacked(xlsx([HEADER]), {SHEET: sheet(body)})


def part(name: str, content: bytes | None) -> Made:
    return lambda: repacked(xlsx([HEADER, (SIXTEEN, "Wilma", "Ek", "Nej")]), {name: content})


def cut(share: float) -> Made:
    def make() -> bytes:
        whole = xlsx([HEADER, (SIXTEEN, "Wilma", "Ek", "Nej")])
        return whole[: int(len(whole) * share)]

    return make


def locked() -> bytes:
    """A part says that it is encrypted."""
    whole = bytearray(xlsx([HEADER]))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = whole.find(mark)
        while at >= 0:
            whole[at + place] |= 1
            at = whole.find(mark, at + 4)
    return bytes(whole)


DEFINED = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaa">]><x>&a;</x>'
FORMULA = '<row r="1"><c r="A1" t="inlineStr"><is><t>PersonNr</t></is></c>'
FAULTY: dict[str, tuple[Made, F | str]] = {
    "empty": (lambda: b"", F.EMPTY),
    "only a mark of order": (lambda: b"\xef\xbb\xbf\r\n", F.EMPTY),
    "only separators": (text(";;;", ";;;"), F.EMPTY),
    "only a header": (text(HEAD), F.NO_ROWS),
    "no header": (text(ROW, OTHER), F.NO_HEADER),
    "one title above": (text("Klasslista;;;", HEAD, ROW), F.MERGED_HEADER),
    "column without a header": (text("PersonNr;;Efternamn", f"{SIXTEEN};Wilma;Ek"),
                                F.COLUMN_WITHOUT_HEADER),
    "two columns of one name": (text("PersonNr;Fornamn;Fornamn", f"{SIXTEEN};A;B"), F.SAME_HEADER),
    "control character in a header": (text("PersonNr;For\x0bnamn", f"{SIXTEEN};A"),
                                      F.HIDDEN_IN_HEADER),
    "unknown header": (text(f"{HEAD};Mentor", f"{ROW};Åsa"), ASKS),
    "renamed column of flags": (text("PersonNr;Fornamn;Efternamn;Skyddskod", ROW), ASKS),
    "two columns for one thing": (text("PersonNr;Personnummer;Fornamn", f"{SIXTEEN};;A"), ASKS),
    "no name at all": (text("PersonNr;Klass", f"{SIXTEEN};A"), ASKS),
    "nothing but text": (text("Hej, hur mår du?"), F.NO_ROWS),
    "UTF-16": (text(HEAD, ROW, encoding="utf-16"), F.UTF16),
    "two encodings": (lambda: f"{HEAD}\n{ROW}\n".encode() + "x;Åsa;Öh;Nej\n".encode()
                      + "x;Åsa;Öh;Nej".encode("latin-1"), F.MIXED_ENCODING),
    "bytes": (lambda: bytes(range(256)), F.NOT_A_TABLE),
    "a web page": (lambda: b"<html><table></table></html>", F.NOT_A_TABLE),
    "a PDF": (lambda: b"%PDF-1.7 ...", F.NOT_A_TABLE),
    "old Excel, or locked": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99,
                             F.OLD_OR_LOCKED),
    "too large": (lambda: b"a;b\n" * (LARGEST // 4 + 1), F.TOO_LARGE),
    "too many rows": (text(HEAD, *[ROW] * (MOST_ROWS + 2)), F.MANY_ROWS),
    "too many columns": (text(";".join(f"k{n}" for n in range(MOST_COLUMNS + 1))), F.MANY_COLUMNS),
    "a huge cell": (row(f"{SIXTEEN};{'a' * (LONGEST_CELL + 1)};Ek;Nej"), F.LONG_CELL),
    "a huge row": (row(f"{SIXTEEN};{'a' * 200_000};Ek;Nej"), F.LONG_CELL),
    "a quotation that never ends": (text(HEAD, f'{SIXTEEN};"Wilma;Ek;Nej', OTHER), F.QUOTES),
    "cut off in the last row": (text(HEAD, OTHER, f"{SIXTEEN};Wil"), F.FEW_CELLS),
    "too many cells": (text(HEAD, OTHER, f"{ROW};mer"), F.CELLS),
    "the same row twice": (text(HEAD, ROW, OTHER, ROW), F.SAME_NUMBER),
    "the same pupil in two ways": (text(HEAD, ROW, "100329-2388;Vilma;Ek;Nej"), F.SAME_NUMBER),
    "wrong check digit": (row("201003292389;Wilma;Ek;Nej"), F.BAD_NUMBER),
    "no such day in the number": (row("201002312388;Wilma;Ek;Nej"), F.BAD_NUMBER),
    "a number in the future": (row("209903292388;Wilma;Ek;Nej"), F.BAD_NUMBER),
    "letters for a number": (row("okänt;Wilma;Ek;Nej"), F.BAD_NUMBER),
    "rounded by Excel": (row("2,01003E+11;Wilma;Ek;Nej"), F.EXCEL_NUMBER),
    "nobody": (row(";Wilma;Ek;Nej"), F.NO_IDENTITY),
    "no name in a row": (row(f"{SIXTEEN};;;Nej"), F.NO_NAME),
    "a long name": (row(f"{SIXTEEN};{'a' * 101};Ek;Nej"), F.LONG),
    "vertical tab": (row(f"{SIXTEEN};Wil\x0bma;Ek;Nej"), F.HIDDEN),
    "written backwards": (row(f"{SIXTEEN};Wil\u202ema;Ek;Nej"), F.HIDDEN),
    "a lost sign": (row(f"{SIXTEEN};Wil\ufffdma;Ek;Nej"), F.HIDDEN),
    "a formula": (row(f"{SIXTEEN};=1+41;Ek;Nej"), F.FORMULA),
    "no such municipality": (row(f"{SIXTEEN};A;B;9999", "PersonNr;Fornamn;Efternamn;Kommunkod"),
                             F.BAD_MUNICIPALITY),
    "half a municipality": (row(f"{SIXTEEN};A;B;82", "PersonNr;Fornamn;Efternamn;Kommunkod"),
                            F.BAD_MUNICIPALITY),
    "year 7": (row(f"{SIXTEEN};A;B;7", "PersonNr;Fornamn;Efternamn;Arskurs"), F.BAD_YEAR),
    "a programme with signs": (row(f"{SIXTEEN};A;B;S<A", "PersonNr;Fornamn;Efternamn;Program"),
                               F.BAD_PROGRAMME),
    "no such day": (row(f"{SIXTEEN};A;B;2026-02-30", "PersonNr;Fornamn;Efternamn;Startdatum"),
                    F.BAD_DAY),
    "ends before it begins": (row(f"{SIXTEEN};A;2026-08-18;2026-08-17",
                                  "PersonNr;Fornamn;Startdatum;Slutdatum"), F.BAD_DAYS),
    "not a figure": (row(f"{SIXTEEN};A;många", "PersonNr;Fornamn;OfferedSum"), F.BAD_FIGURE),
    "another school unit": (row(f"{SIXTEEN};A;12345678", "PersonNr;Fornamn;SkolenhetsKod"),
                            F.OTHER_UNIT),
    "Excel: empty": (book(), F.EMPTY),
    "Excel: only a header": (book(HEADER), F.NO_ROWS),
    "Excel: merged title": (book(("Klasslista", None, None), HEADER, (SIXTEEN, "A", "B", "Nej"),
                                 merge="A1:D1"), F.MERGED_HEADER),
    "Excel: merged headers": (book(("PersonNr", "Namn", None), (SIXTEEN, "A", "B"),
                                   merge="B1:C1"), F.COLUMN_WITHOUT_HEADER),
    "Excel: a formula": (book(HEADER, (SIXTEEN, "=A1", "Ek", "Nej")), F.FORMULA),
    "Excel: an error": (book(HEADER, (SIXTEEN, "#N/A", "Ek", "Nej")), F.FORMULA),
    "Excel: a number that lost its zero": (book(HEADER, (503292388, "A", "B", "Nej")),
                                           F.BAD_NUMBER),
    "Excel: cut in half": (cut(0.5), F.DAMAGED),
    "Excel: cut at the end": (cut(0.98), F.DAMAGED),
    "Excel: macros": (part("xl/vbaProject.bin", b"x"), F.MACROS),
    "Excel: locked": (locked, F.OLD_OR_LOCKED),
    "Excel: no sheet": (part(SHEET, None), F.EMPTY),
    "Excel: broken sheet": (part(SHEET, b"<worksheet><row>"), F.DAMAGED),
    "Excel: definitions": (part("xl/sharedStrings.xml", DEFINED), F.DAMAGED),
    "Excel: a packed file of something else": (part("xl/workbook.xml", None), F.NOT_A_TABLE),
    "Excel: 100 MB in a small one": (lambda: bomb(100), F.UNPACKS_TOO_LARGE),
    "Excel: a row far down": (by_hand(f'{FORMULA}</row><row r="1048576"><c r="A1048576"><v>1</v>'
                                      "</c></row>"), F.MANY_ROWS),
    "Excel: a row beyond all": (by_hand(f'{FORMULA}</row><row r="99999999999"><c r="A2"><v>1</v>'
                                        "</c></row>"), F.MANY_ROWS),
    "Excel: a column far out": (by_hand(f'{FORMULA}<c r="XFD1"><v>1</v></c></row>'),
                                F.MANY_COLUMNS),
    "Excel: a column beyond all": (by_hand(f'{FORMULA}<c r="ZZZZZZZ1"><v>1</v></c></row>'),
                                   F.DAMAGED),
}  # fmt: skip
