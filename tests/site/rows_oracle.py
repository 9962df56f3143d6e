"""Tables as Python reads them from the published CSV, and what questions to them must give."""
import csv
import functools
import io
import unicodedata


def fold(text):
    """As fold.h folds, but for Traditional characters: the test asks for none."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def value_of(kind, text):
    if text == "":
        return None
    if kind in ("integer", "number"):
        number = float(text)
        return int(number) if number.is_integer() else number
    return text == "true" if kind == "boolean" else text


def key_of(value):
    """Blanks below everything; text by code point."""
    if value is None:
        return (0, 0)
    return (1, value.encode() if isinstance(value, str) else value)


def as_text(value):
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


TESTS = {
    "": lambda cell, values: cell in values,
    "ne": lambda cell, values: cell not in values,
    "gt": lambda cell, values: cell is not None and key_of(cell) > key_of(values[0]),
    "gte": lambda cell, values: cell is not None and key_of(cell) >= key_of(values[0]),
    "lt": lambda cell, values: cell is not None and key_of(cell) < key_of(values[0]),
    "lte": lambda cell, values: cell is not None and key_of(cell) <= key_of(values[0]),
    "contains": lambda cell, values: cell is not None and as_text(values[0]).lower() in as_text(cell).lower(),
    "starts": lambda cell, values: cell is not None and as_text(cell).startswith(as_text(values[0])),
    "blank": lambda cell, values: (cell is None) == values[0],
}


class Table:
    def __init__(self, schema, data):
        self.id, self.dataset, self.name = schema["id"], schema["dataset"], schema["name"]
        self.kinds = {column["name"]: column["type"] for column in schema["columns"]}
        self.columns = list(self.kinds)
        lines = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
        assert lines[0] == self.columns, (lines[0], self.columns)
        self.texts = lines[1:]
        self.rows = [[value_of(kind, text) for kind, text in zip(self.kinds.values(), line)] for line in self.texts]
        self.folded = ["\n".join(fold(as_text(value)) for value in row if not isinstance(value, bool))
                       for row in self.rows]

    def select(self, filters, words):
        """Numbers of the rows that fit, from 0. filters: {(column, test): values}."""
        chosen = range(len(self.rows))
        for (name, test), values in filters.items():
            at = self.columns.index(name)
            chosen = [row for row in chosen if TESTS[test](self.rows[row][at], values)]
        return [row for row in chosen if all(fold(word) in self.folded[row] for word in words)]

    def order(self, rows, keys):
        """keys: [(column, descending)]. Equal rows stand in their own order, in the direction of the last key."""
        places = [(self.columns.index(name), down) for name, down in keys]

        def compare(a, b):
            for at, down in places:
                x, y = key_of(self.rows[a][at]), key_of(self.rows[b][at])
                if x != y:
                    return (1 if x > y else -1) * (-1 if down else 1)
            return (a - b) * (-1 if keys and keys[-1][1] else 1)
        return sorted(rows, key=functools.cmp_to_key(compare))

    def objects(self, rows, columns):
        places = [self.columns.index(name) for name in columns]
        return [{name: self.rows[row][at] for name, at in zip(columns, places)} for row in rows]

    def groups(self, rows, by, measure):
        """[(group values, figure)] in the order of an answer: the greatest first, then by the values."""
        places = [self.columns.index(name) for name in by]
        kind, _, name = measure.partition(":")
        at = self.columns.index(name) if name else None
        found = {}
        for row in rows:
            found.setdefault(tuple(self.rows[row][place] for place in places), []).append(row)
        out = []
        for group, members in found.items():
            cells = [self.rows[row][at] for row in members if self.rows[row][at] is not None] if name else members
            figure = {"count": len, "sum": sum, "avg": lambda c: sum(c) / len(c), "min": lambda c: min(c, key=key_of),
                      "max": lambda c: max(c, key=key_of)}[kind](cells) if cells or kind == "count" else None
            out.append((group, figure))
        # two passes: sorts are stable
        out.sort(key=lambda item: [key_of(value) for value in item[0]])
        out.sort(key=lambda item: key_of(item[1]), reverse=True)
        return out
