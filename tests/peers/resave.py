"""Opens a workbook with openpyxl and saves it: resave.py FROM TO [SHEET CELL VALUE]…; edits are made in between."""

import sys

import openpyxl

source, target, *edits = sys.argv[1:]
book = openpyxl.load_workbook(source)
for sheet, cell, value in zip(edits[0::3], edits[1::3], edits[2::3]):
    book[sheet][cell] = value
book.save(target)
