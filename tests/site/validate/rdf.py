"""python3 rdf.py same FILE FILE FILE: are the graphs isomorphic?
python3 rdf.py mqa RELEASE FILE.ttl: points of the EU Metadata Quality Assessment (405), one line per metric."""
import json
import os
import sys
from urllib.parse import unquote, urlsplit

import rdflib
from rdflib.compare import isomorphic, graph_diff, to_isomorphic
from rdflib.namespace import DCAT, DCTERMS, RDF

SYNTAX = {".ttl": "turtle", ".jsonld": "json-ld", ".rdf": "xml"}
EU = "http://publications.europa.eu/resource/authority/"
IANA = "http://www.iana.org/assignments/media-types/"
PROPRIETARY = {"XLS", "XLSX", "DOC", "DOCX", "PPT", "PPTX", "MDB"}
MACHINE_READABLE = {"CSV", "JSON", "XML", "XLSX", "XLS", "ODS", "GEOJSON", "JSON_LD", "RDF_TURTLE", "RDF_XML", "TSV"}


def read(name):
    graph = rdflib.Graph()
    graph.parse(name, format=SYNTAX[os.path.splitext(name)[1]])
    return graph


def same(names):
    first = read(names[0])
    for name in names[1:]:
        other = read(name)
        if not isomorphic(first, other):
            _, left, right = graph_diff(to_isomorphic(first), to_isomorphic(other))
            print(f"{names[0]} and {name} differ: {len(left)} and {len(right)} triples of their own")
            for triple in sorted(left)[:5] + sorted(right)[:5]:
                print("  ", *triple)
            return 1
    print(f"{len(first)} triples in each of {len(names)} files")
    return 0


class Catalogue:
    def __init__(self, release, name):
        self.release, self.graph = release, read(name)
        self.datasets = sorted(self.graph.subjects(RDF.type, DCAT.Dataset))
        self.distributions = sorted(self.graph.subjects(RDF.type, DCAT.Distribution))

    def has(self, subject, predicate):
        return (subject, predicate, None) in self.graph

    def starts(self, subject, predicate, prefix):
        return any(str(o).startswith(prefix) for o in self.graph.objects(subject, predicate))

    def answers(self, subject, predicate):
        """A release is served as it stands: an address answers when its file is there."""
        for url in self.graph.objects(subject, predicate):
            path = os.path.join(self.release, unquote(urlsplit(str(url)).path).lstrip("/"))
            if not (os.path.isfile(path) or os.path.isfile(os.path.join(path, "index.html"))):
                return False
        return self.has(subject, predicate)

    def types(self, subject):
        return {str(o).rsplit("/", 1)[1] for o in self.graph.objects(subject, DCTERMS["format"])}

    def share(self, items, test):
        return sum(1 for item in items if test(item)) / len(items) if items else 0.0

    def of_datasets(self, test):
        return self.share(self.datasets, test)

    def of_distributions(self, test):
        return self.share(self.distributions, test)

    def of_best(self, test):
        """Interoperability: the best distribution of a dataset counts."""
        with_data = [d for d in self.datasets if self.has(d, DCAT.distribution)]
        return self.share(with_data, lambda d: any(test(x) for x in self.graph.objects(d, DCAT.distribution)))

    def metrics(self):
        spdx_free = lambda x: self.types(x) and not self.types(x) & PROPRIETARY
        known = lambda x: self.starts(x, DCTERMS["format"], EU + "file-type/") and self.starts(x, DCAT.mediaType, IANA)
        return [
            ("keyword", 30, self.of_datasets(lambda x: self.has(x, DCAT.keyword)), True),
            ("theme", 30, self.of_datasets(lambda x: self.has(x, DCAT.theme)), True),
            ("spatial", 20, self.of_datasets(lambda x: self.has(x, DCTERMS.spatial)), True),
            ("temporal", 20, self.of_datasets(lambda x: self.has(x, DCTERMS.temporal)), False),
            ("accessURL answers", 50, self.of_distributions(lambda x: self.answers(x, DCAT.accessURL)), True),
            ("downloadURL", 20, self.of_distributions(lambda x: self.has(x, DCAT.downloadURL)), True),
            ("downloadURL answers", 30, self.of_distributions(lambda x: self.answers(x, DCAT.downloadURL)), True),
            ("format", 20, self.of_best(lambda x: self.has(x, DCTERMS["format"])), True),
            ("mediaType", 10, self.of_best(lambda x: self.has(x, DCAT.mediaType)), True),
            ("format and mediaType known", 10, self.of_best(known), True),
            ("non-proprietary", 20, self.of_best(spdx_free), True),
            ("machine-readable", 20, self.of_best(lambda x: self.types(x) & MACHINE_READABLE), False),
            ("license", 20, self.of_distributions(lambda x: self.has(x, DCTERMS.license)), True),
            ("licence known", 10, self.of_distributions(lambda x: self.starts(x, DCTERMS.license, EU)), False),
            ("accessRights", 10, self.of_datasets(lambda x: self.has(x, DCTERMS.accessRights)), True),
            ("accessRights known", 5, self.of_datasets(lambda x: self.starts(x, DCTERMS.accessRights, EU)), True),
            ("contactPoint", 20, self.of_datasets(lambda x: self.has(x, DCAT.contactPoint)), True),
            ("publisher", 10, self.of_datasets(lambda x: self.has(x, DCTERMS.publisher)), True),
            ("rights", 5, self.of_distributions(lambda x: self.has(x, DCTERMS.rights)), True),
            ("byteSize", 5, self.of_distributions(lambda x: self.has(x, DCAT.byteSize)), True),
            ("issued", 5, self.of_datasets(lambda x: self.has(x, DCTERMS.issued)), True),
            ("modified", 5, self.of_datasets(lambda x: self.has(x, DCTERMS.modified)), True),
        ]


# What quality.json calls a metric, where that is another name.
NAMES = {"accessURL answers": "access-url-answers", "downloadURL": "download-url", "downloadURL answers": "download-url-answers",
         "mediaType": "media-type", "format and mediaType known": "format-known", "machine-readable": "machine-readable",
         "license": "licence", "licence known": "licence-known", "accessRights": "access-rights",
         "accessRights known": "access-rights-known", "contactPoint": "contact-point", "byteSize": "byte-size"}


def mqa(release, name):
    """What the generator alone answers for must be full; what editors fill in must be most of it."""
    with open(os.path.join(release, "quality.json"), encoding="utf-8") as file:
        said = json.load(file)
    told = {m["metric"]: m["points"] for m in said["metrics"]}
    points = 30.0  # DCAT-AP compliance: the SHACL check beside this one fails when it is not given
    short = []
    for metric, weight, share, ours in Catalogue(release, name).metrics():
        points += weight * share
        if abs(told.get(NAMES.get(metric, metric), -1) - weight * share) > 0.001:
            short.append(f"{metric} (quality.json says {told.get(NAMES.get(metric, metric))}, not {weight * share:.3f})")
        if share < 1:
            print(f"{metric}: {weight * share:.1f} of {weight}")
            if ours:
                short.append(metric)
    if abs(said["mqa"] - points) > 0.01 or abs(sum(told.values()) - points) > 0.01 or len(told) != 23:
        short.append(f"quality.json says {said['mqa']} in all")
    print(f"MQA {points:.1f} of 405")
    if short:
        print("not full although the generator can fill it, or told wrongly:", ", ".join(short))
    return 1 if short or points < 351 else 0


if sys.argv[1] == "same":
    sys.exit(same(sys.argv[2:]))
sys.exit(mqa(sys.argv[2], sys.argv[3]))
