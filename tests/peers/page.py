"""Reads a table of report.html with Python's own HTML parser: page.py ID < report.html, a row a line, cells between tabs.

Fails on elements that do not nest, and on anything that could run or load.
"""

import sys
from html.parser import HTMLParser

VOID = {"meta", "rect", "path"}
FORBIDDEN = {"script", "iframe", "object", "embed", "img", "link", "form", "base"}


class Page(HTMLParser):
    def __init__(self, wanted):
        super().__init__(convert_charrefs=True)
        self.wanted, self.open, self.rows, self.cell, self.inside = wanted, [], [], None, False

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        assert tag not in FORBIDDEN, tag
        assert not any(name.startswith("on") for name in attrs), attrs
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table" and attrs.get("id") == self.wanted:
            self.inside = True
        if self.inside and tag == "tr" and "tbody" in self.open:
            self.rows.append([])
        if self.inside and tag in ("th", "td") and "tbody" in self.open:
            if not attrs.get("class", "").startswith("bar"):
                self.cell = ""

    def handle_startendtag(self, tag, attrs):
        assert tag in VOID, tag
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (tag, self.open)
        self.open.pop()
        if tag in ("th", "td") and self.cell is not None:
            self.rows[-1].append(self.cell)
            self.cell = None
        if tag == "table":
            self.inside = False

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data


page = Page(sys.argv[1])
page.feed(sys.stdin.buffer.read().decode("utf-8"))
page.close()
assert not page.open, page.open
sys.stdout.buffer.write("".join("\t".join(row) + "\n" for row in page.rows).encode("utf-8"))
