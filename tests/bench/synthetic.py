#!/usr/bin/python3
"""Makes a catalogue of any size: synthetic.py [--seed N] [--folders] [--peer NAME=FOLDER --shell PAGE] COUNT CONTENT OUT

CONTENT is a portal whose portal.yaml, regions, organisations and code lists are used as they are; OUT becomes a content
folder, in Chinese alone, with COUNT datasets: the rows of one ledger, or with --folders a folder with a table for each. The
same arguments always make the same bytes.

Titles and descriptions are as long as those of 54,623 records of 43 open-data portals (deciles below); words come from a
vocabulary of 5,000 in Zipf's proportions, with recurring phrases.

--peer writes FOLDER as a site for the generator NAME (hugo, eleventy) with the same records and the same set of pages: one for
each dataset, and lists of twenty, at most a hundred pages each, of the catalogue by date, title and fields, by first letter
and year, and of each theme, organisation, region, format and type of opening. The frame of its pages (head, navigation,
footer) is cut out of PAGE, a dataset's page of ours, so that their bytes are about the same.
"""
import argparse
import csv
import json
import os
import random
import re
import shutil

WORDS, PHRASES, LIST_ITEMS, LIST_PAGES = 5000, 200, 20, 100
TITLE_DECILES = (4, 8, 9, 11, 13, 14, 16, 19, 22, 27, 40)
ABSTRACT_DECILES = (20, 21, 22, 23, 24, 26, 32, 41, 57, 90, 200)
COMMON = ("青海省西宁海东海北黄南果洛玉树格尔木德令哈行政许可企业人口经济统计年度月度季度名录信息数据公共服务医疗卫生教育就业社会保障交通"
          "运输生态环境水利农牧林草自然资源住房城乡建设应急管理市场监督知识产权文化旅游体育科技创新财政税务审计民政司法公安消防气象地震"
          "能源电力通信邮政金融保险信用价格商务投资项目招标采购合同资产预算决算监测评价质量安全标准证书执照登记备案审批处罚检查培训考试"
          "学校医院机构人员设备设施面积数量金额比例增长指数排名分类编码地址电话时间日期范围来源说明")
ENDINGS = ("名录", "基本信息", "统计表", "登记信息", "年度数据", "监测数据", "许可信息", "处罚信息", "目录清单", "分布情况")
FIELDS = ("名称", "编号", "地址", "日期", "数量", "金额", "类别", "状态", "单位", "备注", "年份", "区划代码")
LEDGER = ("id", "title", "abstract", "code", "class", "provider", "formats", "fields", "share_type", "open_type", "update_cycle",
          "issued", "modified", "themes", "keywords", "region", "grade")


class Speech:
    """Words in Zipf's proportions; three pieces of ten are phrases that recur across records."""

    def __init__(self, chance):
        self.chance = chance
        characters = sorted(set(COMMON))
        self.words = ["".join(chance.choices(characters, k=chance.choice((2, 2, 2, 3, 4)))) for _ in range(WORDS)]
        self.shares, total = [], 0.0
        for rank in range(1, WORDS + 1):
            total += 1 / rank
            self.shares.append(total)
        self.phrases = [self.run(14) for _ in range(PHRASES)]

    def word(self):
        return self.chance.choices(self.words, cum_weights=self.shares)[0]

    def run(self, length):
        text = ""
        while len(text) < length:
            text += self.word()
        return text

    def sentence(self, length):
        text = ""
        while len(text) < length:
            text += (self.chance.choice(self.phrases) if self.chance.random() < 0.3 else self.run(8)) + "，"
        return text[:-1] + "。"

    def length(self, deciles):
        tenth = self.chance.randrange(len(deciles) - 1)
        return self.chance.randint(deciles[tenth], deciles[tenth + 1])


def table(content, name):
    with open(os.path.join(content, name), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class Catalogue:
    def __init__(self, options):
        self.chance = random.Random(options.seed)
        self.speech = Speech(self.chance)
        column = lambda name: [row["code"] for row in table(options.content, f"vocabularies/{name}.csv")]
        self.themes = column("themes")
        self.classes = [code for code in column("classes") if len(code) == 3]
        self.orgs = [row["id"] for row in table(options.content, "orgs.csv")]
        self.regions = [row["code"] for row in table(options.content, "regions.csv")]

    def record(self, number):
        chance, speech = self.chance, self.speech
        klass = chance.choice(self.classes)
        ending = chance.choice(ENDINGS)
        title = speech.run(max(2, speech.length(TITLE_DECILES) - len(ending) - 4)) + f"{chance.randint(2015, 2026)}年" + ending
        year, month = chance.randint(2016, 2025), chance.randint(1, 10)
        return {"id": f"synthetic-{number:07d}", "title": title, "class": klass,
                "code": f"{klass}{number % 1000:03d}/{number + 1:07d}", "abstract": speech.sentence(speech.length(ABSTRACT_DECILES)),
                "provider": chance.choice(self.orgs), "region": chance.choice(self.regions), "themes": chance.choice(self.themes),
                "issued": f"{year}-{month:02d}-{chance.randint(1, 28):02d}", "modified": f"2026-{chance.randint(1, 10):02d}-28",
                "keywords": sorted({speech.run(2) for _ in range(3)}), "fields": chance.sample(FIELDS, chance.randint(3, 9)),
                "formats": chance.choice(("csv", "json", "xlsx")), "share_type": "1", "open_type": "1", "update_cycle": "7",
                "grade": "1"}


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def write_folder(out, record):
    folder = os.path.join(out, "datasets", record["id"])
    fields = "".join(f"      - {{name: f{n}, title: {title}, type: string}}\n" for n, title in enumerate(record["fields"]))
    write(os.path.join(folder, "dataset.md"),
          f'---\ntitle: {record["title"]}\ncode: "{record["code"]}"\nclass: "{record["class"]}"\nprovider: {record["provider"]}\n'
          f'abstract: {record["abstract"]}\nshare: {{type: 1}}\nopen: {{type: 1}}\nupdate_cycle: 7\nissued: {record["issued"]}\n'
          f'modified: {record["modified"]}\nregion: "{record["region"]}"\nthemes: ["{record["themes"]}"]\ngrade: 1\n'
          f'keywords: [{", ".join(record["keywords"])}]\nsource: {{title: {record["provider"]}}}\nresources:\n  - file: table.csv\n'
          f'    title: {record["title"]}\n    fields:\n{fields}---\n')
    rows = [record["fields"]] + [[f"{record['id'][-7:]}{row}{n}" for n in range(len(record["fields"]))] for row in range(10)]
    write(os.path.join(folder, "table.csv"), "".join(",".join(row) + "\n" for row in rows))


class Ledger:
    def __init__(self, out):
        os.makedirs(os.path.join(out, "ledgers"))
        self.file = open(os.path.join(out, "ledgers/synthetic.csv"), "w", encoding="utf-8-sig", newline="")
        self.rows = csv.writer(self.file)
        self.rows.writerow(LEDGER)

    def add(self, record):
        self.rows.writerow([";".join(record[key]) if isinstance(record[key], list) else record[key] for key in LEDGER])


# ---- the same records for other generators ----

def ancestors(regions, code):
    by_code = {row["code"]: row for row in regions}
    while code:
        yield code
        code = by_code.get(code, {}).get("parent")


def letter(title):
    return "other" if not ("a" <= title[:1].lower() <= "z") else title[0].lower()


class Shell:
    """The frame of our own pages: what stands before and behind the content of <main>."""

    def __init__(self, page):
        with open(page, encoding="utf-8") as file:
            text = file.read()
        title = re.search(r"<title>(.*?) – ", text)[1]
        text = text.replace(title, "@TITLE@")
        text = re.sub(r'<script type="application/ld\+json">.*?</script>', "", text, flags=re.S)
        start, end = re.search(r"<main[^>]*>", text).end(), text.index("</main>")
        self.head, self.foot = text[:start], text[end:]


MAIN = """<article><header class="page-head"><h1>{title}</h1><ul class="item-facts"><li><a class="open open-1" href="/open-types/1/">无条件开放</a></li>
<li><a href="/orgs/{provider}/">{provider}</a></li><li>更新 <time datetime="{modified}">{modified}</time></li></ul><p class="lead">{abstract}</p></header>
<div class="with-aside"><div class="dataset-main"><section class="block" id="open"><h2>开放</h2><p>无条件开放</p></section>
<section class="block" id="fields"><h2>信息项</h2><div class="table-scroll"><table><thead><tr><th>名称</th><th>标题</th><th>类型</th><th>说明</th></tr></thead><tbody>{fields}</tbody></table></div></section>
<section class="block" id="core"><h2>核心元数据</h2><dl class="core">{core}</dl></section></div>
<aside class="dataset-aside"><section class="aside-box"><h2>联系</h2><p><a href="/orgs/{provider}/">{provider}</a></p></section>
<section class="aside-box"><h2>许可</h2><p>CC BY 4.0</p></section><section class="aside-box"><h2>来源</h2><p>{provider}</p></section>
<section class="aside-box"><h2>引用</h2><p class="cite">{provider}：{title}，{modified}。</p></section>
<section class="aside-box"><h2>关键词</h2><ul class="plain links">{keywords}</ul></section></aside></div></article>"""
ITEM = """<li class="item"><h2 class="item-title"><a href="/datasets/{id}/">{title}</a></h2><p class="item-abstract">{abstract}</p><ul class="item-facts"><li><span class="open open-1">无条件开放</span></li>
<li>{provider}</li><li>{region}</li><li>更新 <time datetime="{modified}">{modified}</time></li><li class="formats"><span class="format">{formats}</span></li></ul></li>"""
CORE = ("code", "class", "provider", "region", "formats", "share_type", "open_type", "update_cycle", "issued", "modified", "themes", "grade")


def filled(template, expression, fields, core, keywords):
    keys = set(re.findall(r"{(\w+)}", template)) - {"fields", "core", "keywords"}
    values = {key: expression(key) for key in keys}
    return template.format(fields=fields, core=core, keywords=keywords, **values)


class Hugo:
    TAXONOMIES = {"theme": "themes", "org": "orgs", "region": "regions", "format": "formats", "open_type": "open-types",
                  "letter": "letters", "year": "years"}

    def __init__(self, folder, shell, regions):
        self.folder, self.regions = folder, regions
        lines = "".join(f'{key} = "{value}"\n' for key, value in self.TAXONOMIES.items())
        write(f"{folder}/config.toml", f'baseURL = "https://data.example/"\ntitle = "portal"\npaginate = {LIST_ITEMS}\n'
              f'disableKinds = ["RSS", "sitemap", "robotsTXT"]\n[taxonomies]\n{lines}')
        head, foot = (part.replace("{{", "").replace("@TITLE@", "{{ .Title }}") for part in (shell.head, shell.foot))
        write(f"{folder}/layouts/_default/baseof.html", head + '{{ block "main" . }}{{ end }}' + foot)
        value = lambda key: "{{ .Title }}" if key == "title" else "{{ .Params." + key + " }}"
        main = filled(MAIN, value, "{{ range .Params.fields }}<tr><td>{{ . }}</td><td>{{ . }}</td><td>string</td><td></td></tr>{{ end }}",
                      "".join(f"<div><dt>{key}</dt><dd>{value(key)}</dd></div>" for key in CORE),
                      "{{ range .Params.keywords }}<li>{{ . }}</li>{{ end }}")
        write(f"{folder}/layouts/_default/single.html", '{{ define "main" }}' + main + "{{ end }}")
        item = filled(ITEM.replace("{id}", "{slug}"), value, "", "", "")
        first = LIST_ITEMS * LIST_PAGES
        for name, pages in (("list", ".Pages"), ("newest", "site.RegularPages.ByDate.Reverse"), ("titles", "site.RegularPages.ByTitle"),
                            ("fields", "site.RegularPages.ByWeight")):
            chosen = f'(where {pages} "Params.slug" "!=" nil)' if name != "list" else pages
            write(f"{folder}/layouts/_default/{name}.html", '{{ define "main" }}{{ $p := .Paginate (first ' + f"{first} {chosen}" + ') }}<div class="with-side">'
                  '<details class="facets">{{ partialCached "facets.html" . }}</details><div class="results"><p class="count">{{ len .Pages }}</p>'
                  '<ol class="items">{{ range $p.Pages }}' + item + '{{ end }}</ol><nav class="pager"><ul>{{ range $p.Pagers }}{{ if or (eq .PageNumber 1) '
                  '(eq .PageNumber $p.TotalPages) (and (ge .PageNumber (sub $p.PageNumber 2)) (le .PageNumber (add $p.PageNumber 2))) }}<li>'
                  '<a href="{{ .URL }}">{{ .PageNumber }}</a></li>{{ end }}{{ end }}</ul></nav></div></div>{{ end }}')
        write(f"{folder}/layouts/_default/terms.html", '{{ define "main" }}<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}')
        write(f"{folder}/layouts/partials/facets.html", "{{ range $name, $terms := site.Taxonomies }}<section class=\"facet\"><h2>{{ $name }}</h2><ul>"
              "{{ range $term, $pages := $terms }}<li><a class=\"check\" href=\"/{{ $name }}/{{ $term }}/\"><span class=\"check-label\">{{ $term }}</span> <span class=\"check-count\">{{ len $pages }}</span></a></li>{{ end }}</ul></section>{{ end }}")
        write(f"{folder}/layouts/index.html", '{{ define "main" }}<h1>{{ .Title }}</h1>{{ end }}')
        for section, layout in (("by-date", "newest"), ("by-title", "titles"), ("by-fields", "fields")):
            write(f"{folder}/content/{section}/_index.md", f"---\ntitle: {section}\nlayout: {layout}\n---\n")

    def add(self, record):
        quoted = {key: json.dumps(value, ensure_ascii=False) for key, value in record.items() if not isinstance(value, list)}
        lists = {"themes": [record["themes"]], "orgs": [record["provider"]], "regions": list(ancestors(self.regions, record["region"])),
                 "formats": [record["formats"]], "open-types": ["1"], "letters": [letter(record["title"])], "years": [record["issued"][:4]]}
        front = "".join(f"{key}: {value}\n" for key, value in quoted.items() if key not in ("id", "themes", "formats"))
        front += "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in lists.items())
        front += f'slug: {record["id"]}\ndate: {record["modified"]}\nweight: {100 - len(record["fields"])}\n'
        front += f'keywords: {json.dumps(record["keywords"], ensure_ascii=False)}\nfields: {json.dumps(record["fields"], ensure_ascii=False)}\n'
        write(f'{self.folder}/content/datasets/{record["id"]}.md', f"---\n{front}---\n")

    def end(self):
        pass


class Eleventy:
    """Pages are made of two data files: the records, and the pages of all lists."""

    def __init__(self, folder, shell, regions):
        self.folder, self.regions, self.records, self.lists = folder, regions, [], {}
        head, foot = (part.replace("{{", "").replace("{%", "") for part in (shell.head, shell.foot))
        value = lambda key: "{{ r." + key + " }}"
        main = filled(MAIN, value, "{% for f in r.fields %}<tr><td>{{ f }}</td><td>{{ f }}</td><td>string</td><td></td></tr>{% endfor %}",
                      "".join(f"<div><dt>{key}</dt><dd>{value(key)}</dd></div>" for key in CORE),
                      "{% for k in r.keywords %}<li>{{ k }}</li>{% endfor %}")
        write(f"{folder}/dataset.njk", '---\npagination:\n  data: records\n  size: 1\n  alias: r\npermalink: "datasets/{{ r.id }}/index.html"\n---\n'
              + head.replace("@TITLE@", "{{ r.title }}") + main + foot)
        write(f"{folder}/list.njk", '---\npagination:\n  data: lists\n  size: 1\n  alias: l\npermalink: "{{ l.path }}index.html"\n---\n'
              + head.replace("@TITLE@", "{{ l.path }}") + '<div class="with-side"><div class="results"><p class="count">{{ l.total }}</p><ol class="items">{% for r in l.items %}'
              + filled(ITEM, value, "", "", "") + '{% endfor %}</ol><nav class="pager"><ul>{% for n in l.numbers %}<li><a href="/{{ l.base }}page/{{ n }}/">{{ n }}</a></li>{% endfor %}</ul></nav></div></div>' + foot)
        write(f"{folder}/.eleventy.js", "module.exports = (config) => { config.setQuietMode(true); return { dir: { input: '.', output: process.env.OUT } }; };\n")

    def add(self, record):
        self.records.append(record)
        names = [f"themes/{record['themes']}/", f"orgs/{record['provider']}/", f"formats/{record['formats']}/", "open-types/1/",
                 f"letters/{letter(record['title'])}/", f"years/{record['issued'][:4]}/"]
        for name in names + [f"regions/{code}/" for code in ancestors(self.regions, record["region"])]:
            self.lists.setdefault(name, []).append(record)

    def end(self):
        self.lists["by-date/"] = sorted(self.records, key=lambda r: (r["modified"], r["id"]), reverse=True)
        self.lists["by-title/"] = sorted(self.records, key=lambda r: r["title"])
        self.lists["by-fields/"] = sorted(self.records, key=lambda r: -len(r["fields"]))
        pages = []
        for base, items in self.lists.items():
            count = min(LIST_PAGES, (len(items) + LIST_ITEMS - 1) // LIST_ITEMS)
            for n in range(1, count + 1):
                numbers = sorted({1, count, *range(max(1, n - 2), min(count, n + 2) + 1)})
                pages.append({"path": base if n == 1 else f"{base}page/{n}/", "base": base, "total": len(items), "numbers": numbers,
                              "items": items[(n - 1) * LIST_ITEMS:n * LIST_ITEMS]})
        write(f"{self.folder}/_data/records.json", json.dumps(self.records, ensure_ascii=False))
        write(f"{self.folder}/_data/lists.json", json.dumps(pages, ensure_ascii=False))


PEERS = {"hugo": Hugo, "eleventy": Eleventy}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folders", action="store_true")
    parser.add_argument("--peer", action="append", default=[])
    parser.add_argument("--shell")
    parser.add_argument("count", type=int)
    parser.add_argument("content")
    parser.add_argument("out")
    options = parser.parse_args()
    catalogue, regions = Catalogue(options), table(options.content, "regions.csv")
    shutil.rmtree(options.out, ignore_errors=True)
    os.makedirs(os.path.join(options.out, "datasets"))
    shutil.copytree(os.path.join(options.content, "vocabularies"), os.path.join(options.out, "vocabularies"))
    for name in ("regions.csv", "orgs.csv"):
        shutil.copy(os.path.join(options.content, name), options.out)
    with open(os.path.join(options.content, "portal.yaml"), encoding="utf-8") as file:
        write(os.path.join(options.out, "portal.yaml"), re.sub(r"^languages:.*$", "languages: [zh]", file.read(), flags=re.M))
    peers = [PEERS[name](folder, Shell(options.shell), regions) for name, folder in (peer.split("=", 1) for peer in options.peer)]
    ledger = None if options.folders else Ledger(options.out)
    for number in range(options.count):
        record = catalogue.record(number)
        if ledger:
            ledger.add(record)
        else:
            write_folder(options.out, record)
        for peer in peers:
            peer.add(record)
    for peer in peers:
        peer.end()


main()
