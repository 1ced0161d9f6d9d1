"""Runs the code of a notebook, cell by cell in one namespace, and compares what comes out with the outputs that stand in it.

    python3 -m tests.notebook ../../examples/notebook.ipynb            # compares
    python3 -m tests.notebook ../../examples/notebook.ipynb --write    # puts the outputs into the file
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import io
import json
import os
import traceback
from pathlib import Path
from typing import Any

Output = dict[str, Any]


def run_cell(source: str, namespace: dict[str, Any]) -> list[Output]:
    """What a cell prints, and shows of its last expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "<cell>", "exec"), namespace)
        value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace) if isinstance(last, ast.Expr) else None
    outputs: list[Output] = []
    if printed.getvalue():
        outputs.append({"output_type": "stream", "name": "stdout", "text": printed.getvalue().splitlines(keepends=True)})
    if value is not None:
        data: dict[str, Any] = {"text/plain": repr(value).splitlines(keepends=True)}
        if hasattr(value, "_repr_svg_"):
            data = {"image/svg+xml": value._repr_svg_().splitlines(keepends=True), "text/plain": [f"<{type(value).__name__}>"]}
        outputs.append({"output_type": "execute_result", "metadata": {}, "data": data})
    return outputs


def run(path: Path, write: bool = False) -> list[str]:
    """Differences to the outputs of the file, in words; with ``write`` it gets the new ones."""
    book = json.loads(path.read_text(encoding="utf-8"))
    namespace: dict[str, Any] = {"__name__": "__main__"}
    differences, number = [], 0
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        for cell in (one for one in book["cells"] if one["cell_type"] == "code"):
            number += 1
            source = "".join(cell["source"])
            try:
                outputs = run_cell(source, namespace)
            except Exception:
                raise AssertionError(f"Cell {number} of {path.name} failed:\n{source}\n{traceback.format_exc()}") from None
            for output in outputs:
                if output["output_type"] == "execute_result":
                    output["execution_count"] = number
            if comparable(outputs) != comparable(cell["outputs"]):
                differences.append(f"Cell {number}:\n{source}\ngave\n{text(outputs)}\nand {path.name} has\n{text(cell['outputs'])}")
            cell["outputs"], cell["execution_count"] = outputs, number
    finally:
        os.chdir(before)
    if write:
        path.write_text(json.dumps(book, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return differences


def comparable(outputs: list[Output]) -> list[Any]:
    """What is printed, and of pictures that they are there: how the server draws may change."""
    return [one.get("text") or {kind: None if kind.startswith("image") else lines for kind, lines in one["data"].items()}
            for one in outputs]


def text(outputs: list[Output]) -> str:
    parts = []
    for one in outputs:
        parts += one.get("text", []) or [f"[{kind}, {len(''.join(lines))} characters]\n" if kind.startswith("image") else "".join(lines)
                                         for kind, lines in one["data"].items()]
    return "".join(parts)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    found = run(arguments.notebook.resolve(), arguments.write)
    print("\n".join(found) or "The outputs are those of the file.")
    raise SystemExit(bool(found) and not arguments.write)
