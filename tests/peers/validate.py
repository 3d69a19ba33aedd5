"""Validates the rule files of a pack against their schemas, by programs that are not ours.

validate.py SCHEMAS FILE…: a line `kind<TAB>file<TAB>message` for each mistake. The kind of a file (and so its schema) is
its folder's or its own name. Days are read as texts, as editors do.
"""

import datetime
import json
import pathlib
import sys
import tomllib

import jsonschema


def plain(value):
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def main():
    schemas, files = pathlib.Path(sys.argv[1]), sys.argv[2:]
    for name in files:
        path = pathlib.Path(name)
        kind = path.parent.name if path.parent.name in ("tables", "measures", "tests") else path.stem
        schema = json.loads((schemas / f"{kind}.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft7Validator.check_schema(schema)
        document = plain(tomllib.loads(path.read_text(encoding="utf-8")))
        for error in jsonschema.Draft7Validator(schema).iter_errors(document):
            print(kind, path.name, error.message.replace("\n", " ")[:300], sep="\t")


main()
