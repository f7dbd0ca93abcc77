"""The shape of the code: imports point down, in no circle, never inside functions; every module has its own name."""

import ast
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ["knowledge", "handlers", "bot"]  # from the bottom up
FILES = sorted(chain.from_iterable((ROOT / layer).rglob("*.py") for layer in LAYERS))


def name_of(path: Path) -> str:
    """Return the dotted name of a module; that of a package is its folder's."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in FILES}


def imported(tree: ast.AST) -> set[str]:
    """Return our own modules that `tree` imports."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: write the whole name of the module"
            modules = {f"{node.module}.{alias.name}" for alias in node.names} & MODULES.keys()
            names |= modules or {node.module}
    return names & MODULES.keys()


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module):
    layer = LAYERS.index(module.split(".")[0])
    upwards = {name for name in imported(MODULES[module]) if LAYERS.index(name.split(".")[0]) > layer}
    assert not upwards, f"{module} must not know {upwards}"


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("knowledge")])
def test_knowledge_is_pure(module):
    outside = {"telegram", "sqlite3", "sqlite_utils", "asyncio", "click", "httpx"}
    roots = {
        (alias.name if isinstance(node, ast.Import) else node.module).split(".")[0]
        for node in ast.walk(MODULES[module])
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert not roots & outside


def test_imports_go_in_no_circle():
    graph = {name: imported(tree) - {name} for name, tree in MODULES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


@pytest.mark.parametrize("module", MODULES)
def test_no_import_hides_inside_a_function(module):
    functions = [node for node in ast.walk(MODULES[module]) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    hidden = [n.lineno for f in functions for n in ast.walk(f) if isinstance(n, ast.Import | ast.ImportFrom)]
    assert not hidden, f"{module}, lines {hidden}"


def test_every_module_has_a_name_of_its_own():
    tests = [path.stem for path in (ROOT / "tests").glob("*.py")]
    names = Counter([path.stem for path in FILES if path.stem != "__init__"] + tests)
    assert [name for name, times in names.items() if times > 1] == []


def test_every_test_file_says_what_it_tests():
    for path in (ROOT / "tests").glob("test_*.py"):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path.name
