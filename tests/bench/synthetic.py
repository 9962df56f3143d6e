#!/usr/bin/python3
"""Makes a catalogue of any size: synthetic.py [--profile table|light] [--seed N] [--hugo FOLDER] COUNT CONTENT OUT

CONTENT is a portal whose portal.yaml, regions, organisations and code lists are used as they are; OUT becomes a
content folder with COUNT datasets. The same arguments always make the same bytes.

  table   what a published dataset is like: a title of about 20 characters, a description of about 200 out of a vocabulary of
          5,000 words in Zipf's proportions with recurring phrases, four described fields, a body, and a table of ten rows
  light   what a line of a department's ledger is like: title, description and the items that must be there, no data

--hugo also writes FOLDER as a site for Hugo with the same records: in two languages, a page for each dataset with its table
and fields, and lists of twenty for the catalogue and for each theme, organisation and region.
"""
import argparse
import csv
import os
import random
import shutil

WORDS, PHRASES, ROWS, LIST_ITEMS = 5000, 200, 10, 20
COMMON = ("青海省西宁海东海北黄南果洛玉树格尔木德令哈行政许可企业人口经济统计年度月度季度名录信息数据公共服务医疗卫生教育就业社会保障交通"
          "运输生态环境水利农牧林草自然资源住房城乡建设应急管理市场监督知识产权文化旅游体育科技创新财政税务审计民政司法公安消防气象地震"
          "能源电力通信邮政金融保险信用价格商务投资项目招标采购合同资产预算决算监测评价质量安全标准证书执照登记备案审批处罚检查培训考试"
          "学校医院机构人员设备设施面积数量金额比例增长指数排名分类编码地址电话时间日期范围来源说明")
ENDINGS = ("名录", "基本信息", "统计表", "登记信息", "年度数据", "监测数据", "许可信息", "处罚信息", "目录清单", "分布情况")
FIELDS = (("code", "代码", "string"), ("name", "名称", "string"), ("year", "年份", "year"), ("amount", "数量", "number"))


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
            text += self.chance.choice(self.phrases) if self.chance.random() < 0.3 else self.run(8)
            text += "，"
        return text[:-1] + "。"


def column(content, name, key):
    with open(os.path.join(content, name), encoding="utf-8-sig", newline="") as file:
        return [row[key] for row in csv.DictReader(file)]


class Catalogue:
    def __init__(self, options):
        self.options, self.chance = options, random.Random(options.seed)
        self.speech = Speech(self.chance)
        vocabulary = lambda name: column(options.content, f"vocabularies/{name}.csv", "code")
        self.themes = vocabulary("themes")
        self.classes = [code for code in vocabulary("classes") if len(code) == 3]
        self.orgs = column(options.content, "orgs.csv", "id")
        self.regions = column(options.content, "regions.csv", "code")

    def record(self, number):
        chance, speech = self.chance, self.speech
        klass = chance.choice(self.classes)
        title = f"{speech.run(12)}{chance.randint(2015, 2026)}年{chance.choice(ENDINGS)}"
        day = f"2026-{chance.randint(1, 10):02d}-{chance.randint(1, 28):02d}"
        return {"id": f"synthetic-{number:07d}", "title": title, "class": klass,
                "code": f"{klass}{number % 1000:03d}/{number + 1:07d}",
                "abstract": speech.sentence(200), "provider": chance.choice(self.orgs), "region": chance.choice(self.regions),
                "theme": chance.choice(self.themes), "issued": day,
                "keywords": sorted({speech.run(2) for _ in range(4)}), "body": [speech.sentence(120) for _ in range(2)],
                "rows": [[f"{number:07d}{row:02d}", speech.run(6), chance.randint(2000, 2026), chance.randint(1, 99999) / 10]
                         for row in range(ROWS)]}


def front_matter(record, table):
    text = (f'---\ntitle: {record["title"]}\ntitle_en: Synthetic dataset {record["code"]}\ncode: "{record["code"]}"\n'
            f'class: "{record["class"]}"\nprovider: {record["provider"]}\nabstract: {record["abstract"]}\nshare: {{type: 1}}\n')
    text += "open: {type: 1}\n" if table else "open: {type: 3, reason: 未列入开放目录}\n"
    text += (f'update_cycle: 7\nissued: {record["issued"]}\nregion: "{record["region"]}"\nthemes: ["{record["theme"]}"]\n'
             f'grade: {1 if table else 3}\nkeywords: [{", ".join(record["keywords"])}]\nsource: {{title: {record["provider"]}}}\n')
    if not table:
        return text + "formats: [csv]\n---\n"
    text += f'resources:\n  - file: table.csv\n    title: {record["title"]}\n    fields:\n'
    for name, title, kind in FIELDS:
        text += f"      - {{name: {name}, title: {title}, type: {kind}, description: 本条记录的{title}。}}\n"
    return text + "---\n\n## 说明\n\n" + "\n\n".join(record["body"]) + "\n"


def write(path, text):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def write_dataset(out, record, table):
    folder = os.path.join(out, "datasets", record["id"])
    os.makedirs(folder)
    write(os.path.join(folder, "dataset.md"), front_matter(record, table))
    if table:
        rows = [[title for _, title, _ in FIELDS]] + record["rows"]
        write(os.path.join(folder, "table.csv"), "".join(",".join(map(str, row)) + "\n" for row in rows))


# ---- the same for Hugo ----

HUGO_CONFIG = """baseURL = "https://data.example/"
title = "{title}"
disableKinds = ["RSS", "sitemap", "robotsTXT"]
paginate = {items}
defaultContentLanguage = "zh"
defaultContentLanguageInSubdir = false
[languages.zh]
weight = 1
contentDir = "content"
[languages.en]
weight = 2
contentDir = "content-en"
[taxonomies]
theme = "themes"
org = "orgs"
region = "regions"
"""
HUGO_BASE = """<!DOCTYPE html><html lang="{{ .Lang }}"><head><meta charset="utf-8"><title>{{ .Title }} – {{ site.Title }}</title>
<meta name="description" content="{{ .Description }}"><link rel="canonical" href="{{ .Permalink }}"></head>
<body><header><a href="/">{{ site.Title }}</a><nav>{{ range $name, $taxonomy := site.Taxonomies }}<a href="/{{ $name }}/">{{ $name }}</a>{{ end }}</nav></header>
<main>{{ block "main" . }}{{ end }}</main><footer>{{ site.Title }}</footer></body></html>
"""
HUGO_SINGLE = """{{ define "main" }}<h1>{{ .Title }}</h1><p>{{ .Description }}</p>
<dl>{{ range $name := slice "code" "class" "provider" "issued" }}<dt>{{ $name }}</dt><dd>{{ index $.Params $name }}</dd>{{ end }}</dl>
<ul>{{ range .Params.keywords }}<li>{{ . }}</li>{{ end }}</ul>
<table>{{ range .Params.fields }}<tr><th>{{ .name }}</th><td>{{ .title }}</td><td>{{ .type }}</td><td>{{ .note }}</td></tr>{{ end }}</table>
{{ .Content }}{{ end }}
"""
HUGO_LIST = """{{ define "main" }}<h1>{{ .Title }}</h1>{{ $pages := .Paginate .Pages }}<ol>{{ range $pages.Pages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a><p>{{ .Description }}</p><span>{{ .Params.provider }} {{ .Params.issued }}</span></li>{{ end }}</ol>
<nav>{{ range $pages.Pagers }}{{ if or (eq .PageNumber 1) (eq .PageNumber $pages.TotalPages) (and (ge .PageNumber (sub $pages.PageNumber 2)) (le .PageNumber (add $pages.PageNumber 2))) }}<a href="{{ .URL }}">{{ .PageNumber }}</a>{{ end }}{{ end }}</nav>{{ end }}
"""


def write_hugo_site(folder, title):
    for name in ("content/datasets", "content-en/datasets", "layouts/_default"):
        os.makedirs(os.path.join(folder, name))
    write(os.path.join(folder, "config.toml"), HUGO_CONFIG.format(title=title, items=LIST_ITEMS))
    for name, text in (("baseof", HUGO_BASE), ("single", HUGO_SINGLE), ("list", HUGO_LIST)):
        write(os.path.join(folder, "layouts/_default", name + ".html"), text)
    write(os.path.join(folder, "layouts/index.html"), HUGO_LIST)


def write_hugo_page(folder, record):
    rows = "".join("| " + " | ".join(map(str, row)) + " |\n" for row in record["rows"])
    fields = "".join(f"  - {{name: {n}, title: {t}, type: {k}, note: 本条记录的{t}。}}\n" for n, t, k in FIELDS)
    text = (f'---\ntitle: {record["title"]}\ndescription: {record["abstract"]}\ncode: "{record["code"]}"\n'
            f'class: "{record["class"]}"\nprovider: {record["provider"]}\ndate: {record["issued"]}\n'
            f'issued: "{record["issued"]}"\nthemes: ["{record["theme"]}"]\norgs: [{record["provider"]}]\n'
            f'regions: ["{record["region"]}"]\nkeywords: [{", ".join(record["keywords"])}]\nfields:\n{fields}---\n\n## 说明\n\n'
            + "\n\n".join(record["body"]) + "\n\n| " + " | ".join(t for _, t, _ in FIELDS) + " |\n" + "|---" * len(FIELDS)
            + "|\n" + rows)
    for language in ("content", "content-en"):
        write(os.path.join(folder, language, "datasets", record["id"] + ".md"), text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--profile", choices=("table", "light"), default="table")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hugo")
    parser.add_argument("count", type=int)
    parser.add_argument("content")
    parser.add_argument("out")
    options = parser.parse_args()
    catalogue = Catalogue(options)
    for folder in (options.out, options.hugo):
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
            os.makedirs(folder)
    shutil.copytree(os.path.join(options.content, "vocabularies"), os.path.join(options.out, "vocabularies"))
    for name in ("portal.yaml", "regions.csv", "orgs.csv"):
        shutil.copy(os.path.join(options.content, name), options.out)
    os.makedirs(os.path.join(options.out, "datasets"))
    if options.hugo:
        write_hugo_site(options.hugo, "synthetic")
    for number in range(options.count):
        record = catalogue.record(number)
        write_dataset(options.out, record, options.profile == "table")
        if options.hugo:
            write_hugo_page(options.hugo, record)


main()
