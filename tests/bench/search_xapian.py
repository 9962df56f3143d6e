#!/usr/bin/python3
"""Xapian's CJK n-grams with the spies of four facets over the synthetic records of search_scale: build, size and latency.

    search_xapian.py FOLDER      where search_scale left records.tsv and asked.tsv
"""
import os
import sys
import time

try:
    import xapian
except ImportError:
    print("search_xapian.py: python3-xapian is not installed")
    sys.exit(0)

FACETS = 4
# what search_scale does by BENCH_CPU
clock = time.process_time if os.environ.get("BENCH_CPU") else time.monotonic


def build(folder):
    started, count = clock(), 0
    database = xapian.WritableDatabase(folder + "/xapian", xapian.DB_CREATE_OR_OVERWRITE)
    generator = xapian.TermGenerator()
    generator.set_flags(xapian.TermGenerator.FLAG_CJK_NGRAM)
    with open(folder + "/records.tsv", encoding="utf-8") as records:
        for line in records:
            title, text, *values = line.rstrip("\n").split("\t")
            document = xapian.Document()
            generator.set_document(document)
            generator.index_text_without_positions(title, 10)
            generator.index_text_without_positions(text)
            for slot, value in enumerate(values):
                document.add_value(slot, value)
            database.add_document(document)
            count += 1
    database.commit()
    database.close()
    size = sum(entry.stat().st_size for entry in os.scandir(folder + "/xapian"))
    print(f"{count} records: Xapian CJK n-grams in {clock() - started:.1f} s, {size / 1e6:.0f} MB")


def ask(database, parser, text):
    enquire = xapian.Enquire(database)
    enquire.set_query(parser.parse_query(text, xapian.QueryParser.FLAG_CJK_NGRAM))
    spies = [xapian.ValueCountMatchSpy(slot) for slot in range(FACETS)]
    for spy in spies:
        enquire.add_matchspy(spy)
    found = list(enquire.get_mset(0, 20, database.get_doccount()))
    return found, [[(value.term, value.termfreq) for value in spy.values()] for spy in spies]


def report(name, times):
    times.sort()
    print(f"{name:<22} {'warm':<6} {times[len(times) // 2]:9.3f} {times[len(times) * 99 // 100]:9.3f} {times[-1]:9.3f} "
          f"{sum(times) / len(times):9.3f}")


def main():
    folder = sys.argv[1]
    build(folder)
    database = xapian.Database(folder + "/xapian")
    parser = xapian.QueryParser()
    parser.set_default_op(xapian.Query.OP_AND)
    kinds = {}
    with open(folder + "/asked.tsv", encoding="utf-8") as asked:
        for line in asked:
            kind, text = line.rstrip("\n").split("\t")
            started = clock()
            ask(database, parser, text)
            kinds.setdefault(kind, []).append((clock() - started) * 1e3)
    print("Xapian + spies, ms")
    for kind, times in kinds.items():
        report(kind, times)
    report("mixed", [value for times in kinds.values() for value in times])


main()
