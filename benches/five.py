"""A pack of the five rules that a bureau's script computes, put together from the city's own.

Fields, definitions, measures and their tables are the city's files, so the figures are; `benches/five/pack.toml` says which
measures, and holds what spans them.
"""

import re
import shutil

from prepare import BENCH, REPOSITORY

CITY = REPOSITORY / "rules/zhuzhou"
OWN = REPOSITORY / "benches/five/pack.toml"


def pack():
    """Makes the pack anew and gives its folder."""
    folder = BENCH / "five"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "measures").mkdir(parents=True)
    for file in [OWN, CITY / "fields.toml", CITY / "definitions.toml"]:
        shutil.copy(file, folder)
    shutil.copytree(CITY / "tables", folder / "tables")
    wanted = set(re.findall(r'^  "(.*)",$', OWN.read_text(encoding="utf-8"), re.M))
    for measure in sorted((CITY / "measures").glob("*.toml")):
        found = re.search(r'^id +=\s*"(.*)"$', measure.read_text(encoding="utf-8"), re.M)
        if found[1] in wanted:
            shutil.copy(measure, folder / "measures")
    return folder
