"""Fills a template in as a clerk would: fill.py TEMPLATE TARGET ROWS; ROWS is JSON, sheet → rows of heading → value.

A value is a text, a number, or {"day": "2023-06-30"}. Every cell is put under its heading, from the second row on.
"""

import datetime
import json
import sys

import openpyxl

template, target, given = sys.argv[1:]
book = openpyxl.load_workbook(template)
for name, rows in json.loads(given).items():
    sheet = book[name]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for number, row in enumerate(rows, 2):
        for heading, value in row.items():
            if isinstance(value, dict):
                value = datetime.date.fromisoformat(value["day"])
            sheet.cell(number, columns[heading]).value = value
book.save(target)
