"""What holds the house together: the direction of imports, what is said twice and must be the same, the package itself."""

from __future__ import annotations

import ast
import json
import os
import string
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import app as deployed
from chalicelib.domain import errors
from chalicelib.domain.words import CATALOGUES, LANGUAGES, say
from chalicelib.routes.bodies import LONGEST_BODY
from chalicelib.storage.models import TABLES
from organizer.packaging import build
from simulator.cloud import REGION, template
from simulator.cloud import TABLES as SETTINGS

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
FUNCTIONS = json.loads((ROOT / ".chalice/config.json").read_text())["lambda_functions"]


class TestImports:
    """The contracts of pyproject.toml hold, and would not if the house were built upside down."""

    def lint(self, settings: Path) -> subprocess.CompletedProcess[str]:
        command = [str(BIN / "lint-imports"), "--no-cache", "--config", str(settings)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)

    def test_every_contract_is_kept(self):
        done = self.lint(ROOT / "pyproject.toml")

        assert (done.returncode, "0 broken" in done.stdout) == (0, True), done.stdout

    def test_a_house_upside_down_would_be_noticed(self, tmp_path: Path):
        upside_down = (ROOT / "pyproject.toml").read_text().replace('"storage", "clock', '"clock", "storage", "x_clock')
        settings = tmp_path / "pyproject.toml"
        settings.write_text(upside_down.replace('"routes", "services"', '"services", "routes"'))

        done = self.lint(settings)

        assert done.returncode == 1

    def test_the_verifier_imports_nothing_of_ours(self):
        ours = {path.name.removesuffix(".py") for path in ROOT.iterdir()} - {"verifier"}
        imported = {name for path in (ROOT / "verifier").rglob("*.py") for name in _imports(path)}

        assert imported & ours == set()

    def test_what_is_deployed_begins_in_app_which_imports_the_package_alone(self):
        assert set(_imports(ROOT / "app.py")) == {"chalice", "chalicelib", "typing"}


def _imports(path: Path) -> Iterator[str]:
    """Return the top-level names that a file imports; relative imports are its own package's."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield str(node.module).split(".")[0]


class TestSaidTwice:
    """Tables and functions are named in the code and in the template."""

    @pytest.mark.parametrize("model", TABLES)
    def test_a_tables_keys_are_those_of_its_model(self, model: Any):
        name = model.__name__.removesuffix("Item")
        properties = template()["Resources"]["StaffTable" if name == "Staff" else f"{name}sTable"]["Properties"]
        attributes = model.get_attributes().values()
        indexes = [index["KeySchema"] for index in properties.get("GlobalSecondaryIndexes", ())]
        indexed = {each["AttributeName"] for index in indexes for each in index}
        keys = [each for each in attributes if each.is_hash_key] + [each for each in attributes if each.is_range_key]

        assert [(each["AttributeName"], each["KeyType"]) for each in properties["KeySchema"]] == [
            (each.attr_name, "HASH" if each.is_hash_key else "RANGE") for each in keys
        ]
        assert {each["AttributeName"]: each["AttributeType"] for each in properties["AttributeDefinitions"]} == {
            each.attr_name: each.attr_type
            for each in attributes
            if each.is_hash_key or each.is_range_key or each.attr_name in indexed
        }

    def test_every_table_of_the_template_is_known_to_the_simulator(self):
        tables = {name for name, each in template()["Resources"].items() if each.get("Type") == "AWS::DynamoDB::Table"}

        assert tables == set(SETTINGS)

    def test_every_function_of_the_settings_is_declared_in_app_and_the_other_way_round(self):
        declared = {function.name for function in deployed.app.pure_lambda_functions} | {"api_handler"}

        assert declared == set(FUNCTIONS)

    def test_nothing_but_plain_functions_and_routes_is_declared(self):
        assert deployed.app.event_sources == []
        assert {function.handler_string.split(".")[0] for function in deployed.app.pure_lambda_functions} == {"app"}

    def test_every_function_has_a_policy_of_its_own(self):
        files = [settings["iam_policy_file"] for settings in FUNCTIONS.values()]

        assert sorted(files) == sorted(path.name for path in (ROOT / ".chalice").glob("policy-*.json"))


@pytest.fixture(scope="module")
def sam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Package the app, once, and give the template that came out."""
    return build("local", tmp_path_factory.mktemp("package"), REGION).template


@pytest.fixture(scope="module")
def resources(sam: Path) -> dict[str, Any]:
    """Return what the packaged template makes."""
    return yaml.safe_load(sam.read_text())["Resources"]


@pytest.mark.xdist_group("package")
class TestPackage:
    """What `chalice package` makes of the app is what will run."""

    def test_tests_of_a_group_are_kept_together(self, request: pytest.FixtureRequest):
        """By its name at the end of a test's id: a pytest that doesn't put it there tears each group apart in silence."""
        assert request.node.nodeid.endswith("@package") == request.config.getoption("loadgroup", default=False)

    def test_every_handler_begins_in_app(self, resources: dict[str, Any]):
        handlers = {
            name: each["Properties"]["Handler"]
            for name, each in resources.items()
            if each["Type"] == "AWS::Serverless::Function"
        }

        assert handlers == {
            "APIHandler": "app.app",
            "Identity": "app.identity",
            "Privacy": "app.privacy",
            "Organizer": "app.organizer",
            "Clock": "app.clock",
            "Watch": "app.watch",
        }

    def test_every_function_has_its_own_role_with_its_own_policy(self, resources: dict[str, Any]):
        named = {"APIHandler": "api", "Identity": "identity", "Organizer": "organizer", "Clock": "clock", "Watch": "watch"}
        found = {name: _statements_of(resources, name) for name in named}

        assert found == {
            name: json.loads((ROOT / f".chalice/policy-{role}.json").read_text())["Statement"]
            for name, role in named.items()
        }

    def test_the_template_is_clean(self, sam: Path):
        done = subprocess.run(
            [str(BIN / "cfn-lint"), "--template", str(sam)], capture_output=True, text=True, check=False, cwd=sam.parent
        )

        assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def _statements_of(resources: dict[str, Any], function: str) -> list[dict[str, Any]]:
    role = resources[function]["Properties"]["Role"]["Fn::GetAtt"][0]
    policies = resources[role]["Properties"]["Policies"]
    return [statement for each in policies for statement in each["PolicyDocument"]["Statement"]]


class TestWords:
    """Whatever is said in Vietnamese is said in English, with the same values in it."""

    def test_both_catalogues_have_the_same_keys_in_the_same_order(self):
        assert list(CATALOGUES["vi"]) == list(CATALOGUES["en"])

    def test_both_sentences_of_a_key_are_filled_in_with_the_same_values(self):
        different = [key for key in CATALOGUES["vi"] if placeholders(key, "vi") != placeholders(key, "en")]

        assert different == []

    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_every_sentence_is_composed_text_without_a_loose_end(self, language: str):
        words = CATALOGUES[language]

        assert [key for key, text in words.items() if unicodedata.normalize("NFC", text) != text] == []
        assert [key for key, text in words.items() if text != text.strip() or "  " in text] == []

    def test_every_problem_has_a_title_and_a_detail(self):
        parts = {
            code: {key.rsplit(".", 1)[1] for key in CATALOGUES["vi"] if key.startswith(f"problem.{code}.")}
            for code in codes()
        }

        assert {code: found for code, found in parts.items() if found != {"title", "detail"}} == {}

    def test_every_problem_that_is_raised_has_its_sentences_and_gives_them_their_values(self):
        wrong = [
            (raised.where, raised.code)
            for raised in raised_problems()
            if raised.code not in codes() or not wanted(raised.code) <= raised.values
        ]

        assert wrong == []

    def test_every_sentence_about_a_problem_is_said_somewhere(self):
        said = {raised.code for raised in raised_problems()} | {kind.code for kind in kinds().values()} | AT_THE_GATEWAY
        known = codes()
        said |= {text for path in sources() for text in _texts(path) if text in known}

        assert known - said == set()

    def test_the_gateways_own_problems_are_worded_as_ours(self):
        responses = template()["Resources"]["RestAPI"]["Properties"]["GatewayResponses"].values()
        documents = [json.loads(each["ResponseTemplates"]["application/json"]) for each in responses]

        assert {document["type"].removeprefix("/problems/") for document in documents} == AT_THE_GATEWAY
        assert [document for document in documents if not _as_we_say_it(document)] == []


# Problems that the gateway tells in its own answers.
AT_THE_GATEWAY = {"busy", "not-found", "unfit", "unfit-long", "unfit-type"}


def _as_we_say_it(document: dict[str, Any]) -> bool:
    code = document["type"].removeprefix("/problems/")
    ours = {
        language: {part: say(f"problem.{code}.{part}", language, most=LONGEST_BODY) for part in ("title", "detail")}
        for language in LANGUAGES
    }
    return {"title": document["title"], "detail": document["detail"]} == ours["vi"] and document["en"] == ours["en"]


def placeholders(key: str, language: str) -> set[str]:
    """Return the names of the values in a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(CATALOGUES[language][key]) if name}


def codes() -> set[str]:
    """Return the codes of every problem that the catalogue knows."""
    return {key.split(".")[1] for key in CATALOGUES["vi"] if key.startswith("problem.")}


def wanted(code: str) -> set[str]:
    """Return the values that the sentences of a problem need."""
    return {name for part in ("title", "detail") for name in placeholders(f"problem.{code}.{part}", "vi")}


def kinds() -> dict[str, type[errors.Refusal]]:
    """Return every class of refusal by its name."""
    return {name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.Refusal)}


def sources() -> list[Path]:
    return sorted((ROOT / "chalicelib").rglob("*.py"))


def _texts(path: Path) -> Iterator[str]:
    return (
        node.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant)
        if isinstance(node.value, str)
    )


class Raised:
    """One place where a refusal is made: its code, and the names of the values that it is given."""

    def __init__(self, where: str, code: str, values: set[str]):
        self.where, self.code, self.values = where, code, values


def raised_problems() -> list[Raised]:
    """Return every refusal that is made in the package with a code that can be read off the source."""
    found = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and (kind := kinds().get(_name(node.func))):
                values = {each.arg for each in node.keywords if each.arg}
                found += [Raised(f"{path.name}:{node.lineno}", code, values) for code in _codes_of(node, kind)]
    return found


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _codes_of(call: ast.Call, kind: type[errors.Refusal]) -> list[str]:
    """Return the codes that a call may have: a text, either branch of a choice, or the class's own."""
    if not call.args:
        return [kind.code]
    constants = [node.value for node in ast.walk(call.args[0]) if isinstance(node, ast.Constant)]
    return [kind.code if code is None else str(code) for code in constants]


def test_the_scan_finds_the_refusals_that_are_there():
    found = {raised.code for raised in raised_problems()}

    assert {
        "moved",
        "elsewhere",
        "late",
        "handed-in",
        "wrong-code",
        "unfit-choice",
        "round-is-settled",
        "past-the-door",
    } <= found
    assert len(found) > 40
