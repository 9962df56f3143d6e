#!/usr/bin/python3
"""Holds our answers against stock FTS5 (trigram), FTS5 over plain bigrams with bm25, and Xapian's CJK mode.

search_quality.py FOLDER: the folder that search_quality filled. Every engine gets the same texts with the title ten times
as heavy as the rest, and the same queries; the query's words are asked for with AND, and with OR when that finds nothing.

An answer is right when its title is the one that was meant, folded, letters and digits alone compared. It must be shown
itself: what ours joins with a hit that is shown does not count, and the places of the bench have names that no title
has, so that only equal titles are joined. A title that is shown again gains nothing.

  recall@10   queries that have a right answer among the first ten
  MRR         mean of 1/place of the first right answer, 0 beyond ten
  gain@10     discounted gain: 3 for the very title, 2 for a title with what was typed, 1 for a text with it, over that of
              the very title in the first place; of two characters, over that of ten titles that have them, the very one first
"""
import math
import re
import sqlite3
import sys
import time
import unicodedata

try:
    import xapian
except ImportError:
    xapian = None


def fold(text):
    return unicodedata.normalize("NFKC", text).casefold()


def key(text):
    return "".join(c for c in fold(text) if c.isalnum())


def han(c):
    return "\u4e00" <= c <= "\u9fff" or "\u3400" <= c <= "\u4dbf"


def bigrams(text):
    words = []
    for run in re.findall(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+", fold(text)):
        if han(run[0]) and len(run) > 1:
            words += [run[i:i + 2] for i in range(len(run) - 1)]
        else:
            words.append(run)
    return words


class Fts:
    def __init__(self, documents, tokenizer, cut, query):
        self.query = query
        self.db = sqlite3.connect(":memory:")
        self.db.execute(f"create virtual table t using fts5(title, tags, text, tokenize = '{tokenizer}')")
        self.db.executemany("insert into t (rowid, title, tags, text) values (?, ?, ?, ?)",
                            ((n + 1, cut(title), cut(tags), cut(text)) for n, title, text, tags in documents))
        self.db.commit()

    def ask(self, text):
        for joint in (" AND ", " OR "):
            match = self.query(text, joint)
            if not match:
                return []
            rows = self.db.execute("select rowid from t where t match ? order by bm25(t, 10, 3, 1) limit 10",
                                   (match,)).fetchall()
            if rows:
                return [row[0] - 1 for row in rows]
        return []


def quoted(words, joint):
    return joint.join('"' + word.replace('"', '""') + '"' for word in words)


def trigram(text, joint):
    """As typed, word by word; where any will do, the trigrams of each."""
    words = fold(text).split()
    if joint == " OR ":
        words = [word[i:i + 3] for word in words for i in range(max(1, len(word) - 2))]
    return quoted(words, joint)


def phrases(text, joint):
    """Runs of Han characters are phrases of bigrams where all words are asked for."""
    if joint == " OR ":
        return quoted(bigrams(text), joint)
    return quoted([" ".join(bigrams(run)) for run in re.findall(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+", fold(text))], joint)


class Xapian:
    def __init__(self, documents):
        self.db = xapian.inmemory_open() if hasattr(xapian, "inmemory_open") else xapian.WritableDatabase(
            "", xapian.DB_BACKEND_INMEMORY)
        generator = xapian.TermGenerator()
        generator.set_flags(xapian.TermGenerator.FLAG_CJK_NGRAM)
        for number, title, text, tags in documents:
            document = xapian.Document()
            generator.set_document(document)
            generator.index_text(fold(title), 10)
            generator.increase_termpos()
            generator.index_text(fold(tags), 3)
            generator.increase_termpos()
            generator.index_text(fold(text), 1)
            document.set_data(str(number))
            self.db.add_document(document)
        self.generator = generator
        self.parser = xapian.QueryParser()
        self.parser.set_database(self.db)

    def ask(self, text):
        enquire = xapian.Enquire(self.db)
        self.parser.set_default_op(xapian.Query.OP_AND)
        try:
            joint = self.parser.parse_query(fold(text), xapian.QueryParser.FLAG_CJK_NGRAM)
        except xapian.QueryParserError:
            joint = xapian.Query()
        cut = xapian.Document()  # its parser joins the n-grams of a run by AND whatever the operator
        self.generator.set_document(cut)
        self.generator.index_text(fold(text))
        for query in (joint, xapian.Query(xapian.Query.OP_OR, [item.term for item in cut.termlist()])):
            enquire.set_query(query)
            found = [int(match.document.get_data()) for match in enquire.get_mset(0, 10)]
            if found:
                return found
        return []


def measure(answers, typed, meant, keys, texts):
    wanted = keys[meant]
    gains, seen = [], set()
    first = 0
    for place, number in enumerate(answers, 1):
        right = keys[number] == wanted
        if right and not first:
            first = place
        gain = 3 if right else 2 if typed in keys[number] else 1 if typed in texts[number] else 0
        gains.append(0 if keys[number] in seen else gain)
        seen.add(keys[number])
    gained = sum((2 ** gain - 1) / math.log2(place + 1) for place, gain in enumerate(gains, 1))
    pool = [3] + [2] * 9 if len(typed) == 2 else [3]
    return first, gained / sum((2 ** gain - 1) / math.log2(place + 1) for place, gain in enumerate(pool, 1))


def main():
    folder = sys.argv[1]
    documents, keys = [], []
    for line in open(f"{folder}/documents.tsv", encoding="utf-8", errors="replace"):
        number, title, text, tags, folded = line.rstrip("\n").split("\t")
        documents.append((int(number), title, text, tags))
        keys.append(folded.replace(" ", ""))
    texts = [key(text + tags) for _, _, text, tags in documents]
    queries = [line.rstrip("\n").split("\t") for line in open(f"{folder}/queries.tsv", encoding="utf-8")]
    ours = [[int(n) for n in line.split()] for line in open(f"{folder}/ours.tsv")]
    engines = {"ours": None}
    for name, make in (("FTS5 trigram", lambda: Fts(documents, "trigram", fold, trigram)),
                       ("bigrams bm25", lambda: Fts(documents, "unicode61", lambda text: " ".join(bigrams(text)), phrases)),
                       ("Xapian CJK", (lambda: Xapian(documents)) if xapian else None)):
        started = time.monotonic()
        if make:
            engines[name] = make()
            print(f"# {name}: built in {time.monotonic() - started:.1f} s", flush=True)
    table = {}
    misses = open(f"{folder}/misses.tsv", "w", encoding="utf-8")
    for place, (kind, query, meant, folded) in enumerate(queries):
        found = {}
        for name, engine in engines.items():
            answers = ours[place] if engine is None else engine.ask(query)
            first, gained = measure(answers, folded.replace(" ", ""), int(meant), keys, texts)
            row = table.setdefault(kind, {}).setdefault(name, [0, 0.0, 0.0, 0])
            row[0] += first > 0
            row[1] += 1 / first if first else 0
            row[2] += gained
            row[3] += 1
            found[name] = first
        if not found["ours"] and any(found.values()):
            print(kind, query, documents[int(meant)][1], ours[place], sep="\t", file=misses)
    width = max(len(kind) for kind in table) + 2
    print(f"{len(documents)} documents, {len(queries)} queries; recall@10 / MRR / gain@10")
    print(" " * width + "".join(f"{name:>24}" for name in engines))
    for kind, row in table.items():
        cells = "".join(f"{r / n:10.3f} {m / n:6.3f} {d / n:6.2f}" for r, m, d, n in row.values())
        leads = all(row["ours"][i] >= other[i] - 1e-9 for other in row.values() for i in (0, 1))
        print(f"{kind:<{width}}{cells}  {'' if leads else '<'}")


if __name__ == "__main__":
    main()
