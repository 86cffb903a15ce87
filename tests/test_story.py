"""One agreement from its draft to two branches that both invoiced, in a real repository of git.

After each step `diff`, `review` and `log` tell what happened. The whole of it is compared with
`golden/story.<language>.txt`; UPDATE_GOLDEN=1 writes it anew.
"""

import re
import subprocess
from pathlib import Path

import pytest
from changing import AGREEMENT, NAME, append, change, commit, git, reordered
from test_cli import Iop, iop, repository
from test_diff_command import compare

from iop_cli import words

__all__ = ["iop", "repository"]

FILE = f"agreements/{NAME}.yaml"
BLANK = "signatures:" + AGREEMENT.split("\nsignatures:", 1)[1].split("added:", 1)[0]
SIGNATURES = BLANK.replace("place: Borås", "place: Borås, signed: 2017-12-11")
DECISION = "  {id}: {{body: Fritids- och folkhälsonämnden, case_number: {case}, decided: {day}, effect: {effect}}}\n"
# what is to be said of the source from its first day to its last is told in other tests
TABLE = """\
ignore = [
  "IOP120", "IOP204", "IOP210", "IOP305", "IOP306", "IOP309", "IOP407", "IOP408", "IOP415", "IOP416",
  "IOP420", "IOP421", "IOP425", "IOP502", "IOP601", "IOP603", "IOP701", "IOP708", "IOP801", "IOP804", "IOP410",
]

[[delegation]]
up_to = "50 000 kr"
decides = "Förvaltningschefen"

[[delegation]]
decides = "Fritids- och folkhälsonämnden"
"""


def quoted(arguments: tuple[str, ...]) -> str:
    """A call as one types it."""
    return " ".join(f'"{a}"' if " " in a else a for a in arguments)


class Story:
    """What is done, and what each command says of it, in one language."""

    def __init__(self, iop: Iop, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.iop, self.language, self.monkeypatch = iop, language, monkeypatch
        self.folder, self.day, self.told = "agreements", "", ""

    def on(self, day: str, title: str) -> None:
        """A step begins, on a day of its own."""
        self.day = day
        self.monkeypatch.setenv("IOP_TODAY", day)
        self.told += f"{chr(10) if self.told else ''}===== {day} {title} =====\n"

    def run(self, *arguments: str, code: int = 0) -> None:
        """Call the command, and keep what it says; it ends with the code that it should."""
        ran = self.iop(*arguments, "--lang", self.language)
        said = re.sub(
            r"\b(?=[0-9]*[a-f])(?:[0-9a-f]{40}|[0-9a-f]{10})\b", "COMMIT", ran.out + ran.err
        )
        self.told += f"\n$ iop {quoted(arguments)}\n{said}[{ran.code}]\n"
        assert ran.code == code, self.told[-4000:]

    def look(self, since: str = "HEAD", differs: bool = True, fails: bool = False) -> None:
        self.run("diff", *([] if since == "HEAD" else [since]), code=int(differs))
        self.run("review", since, code=int(fails))

    def keep(self, subject: str) -> None:
        """Commit what was looked at, and let its history tell it."""
        commit(subject, on=self.day)
        self.run("log", NAME, "--max", "1")

    def decide(self, id: str, case: str, effect: str) -> None:
        line = DECISION.format(id=id, case=case, day=self.day, effect=effect)
        held = "decisions:\n" in Path(self.file()).read_text("utf-8")
        if held:
            change("decisions:\n", f"decisions:\n{line}", self.file())
        else:
            change("copies: 2\n", f"decisions:\n{line}copies: 2\n", self.file())

    def file(self) -> str:
        return f"{self.folder}/{NAME}.yaml"

    def log(self) -> str:
        return f"{self.folder}/{NAME}.log.yaml"

    def course(self, held: str, participants: str, rate: str) -> None:
        told = ("--held", held, "--place", "Norrbyhuset", "--participants", participants)
        self.run("record", NAME, "activity", "kurs", *told, "--rate", rate)


def merge(branch: str, day: str) -> bool:
    """Whether git merged a branch by itself."""
    try:
        git("merge", "-q", "--no-edit", "-m", f"Merge {branch}", branch, on=day)
    except subprocess.CalledProcessError:
        return False
    return True


def begins(story: Story) -> None:
    story.on("2017-10-02", "a draft")
    text = AGREEMENT.replace("status: signed", "status: draft").replace(BLANK, "")
    Path(FILE).write_text(text, "utf-8")
    story.look()
    story.keep("Ett utkast")

    story.on("2017-11-20", "decided")
    change("status: draft", "status: decided")
    story.decide("n1", "FOFN/2017:88", "sign")
    story.look()
    story.keep("Nämnden har beslutat")

    story.on("2017-12-11", "signed and sealed")
    change("status: decided", "status: signed")
    change("added:", SIGNATURES + "added:")
    story.run("seal", NAME, "--by", "nämndsekreterare")
    story.look()
    story.keep("Undertecknad och förseglad")


def lives(story: Story) -> None:
    story.on("2018-06-01", "two courses are logged")
    story.course("2018-03-14", "14", "hög")
    story.course("2018-05-09", "12", "låg")
    story.look()
    story.keep("Vårens kurser")

    story.on("2018-09-03", "the notice is changed in the signed text")
    change("length: 6 months", "length: 3 months")
    story.look(fails=True)
    story.run("log", NAME, "--max", "1")

    story.on("2018-09-10", "the notice is amended instead")
    story.decide("n2", "FOFN/2018:41", "amend")
    story.run("amend", NAME, "--from", "2019-01-01", "--decision", "n2")
    story.run("verify", NAME)
    story.look()
    story.keep("Kortare uppsägningstid från årsskiftet")

    story.on("2018-11-05", "a party and money by amendment")
    story.decide("n3", "FOFN/2018:63", "amend")
    party = "parties.hemgården={role: nonprofit, name: Hemgården, legal_form: association, org_number: 864501-1373}"
    rates = "låg: {amount: 6500 kr, when: en ledare}, hög: {amount: 12000 kr, when: två ledare}"
    money = f"payments.kursbidrag.rates={{{rates}}}"
    told = ("--from", "2019-07-01", "--decision", "n3")
    story.run("amend", NAME, "--set", party, "--set", money, *told)
    story.look()
    story.keep("Hemgården går med och bidraget höjs")

    story.on("2018-11-12", "the file is moved to another folder")
    Path("agreements/föräldrar").mkdir()
    for name in (story.file(), story.log()):
        git("mv", name, name.replace("agreements/", "agreements/föräldrar/"))
    story.folder = "agreements/föräldrar"
    story.look()
    story.keep("Föräldrastödet för sig")

    story.on("2018-11-19", "everything in another order")
    path = Path(story.file())
    path.write_text(reordered(path.read_text("utf-8")), "utf-8")
    story.look(differs=False)
    story.keep("Annan ordning")


def branches(story: Story) -> None:
    story.on("2018-12-03", "two branches both append to the log")
    Path(".gitattributes").write_text("*.log.yaml merge=union\n", "utf-8")
    commit("Loggar slås ihop rad för rad", on=story.day)
    git("checkout", "-q", "-b", "hulta")
    append(
        "  - {id: h1, activity: kurs, held: 2018-09-26, place: Mötesplats Hulta, participants: 13, rate: låg}\n",
        story.log(),
    )
    commit("Kursen i Hulta", on="2018-12-03")
    git("checkout", "-q", "main")
    append(
        "  - {id: v1, activity: kurs, held: 2018-11-14, place: VI Hässleholmen, participants: 17, rate: hög}\n",
        story.log(),
    )
    commit("Kursen i Hässleholmen", on="2018-12-03")
    assert merge("hulta", story.day)
    story.look("HEAD~1..HEAD")
    story.run("validate", NAME)
    story.run("log", NAME, "--max", "3")

    story.on("2018-12-10", "two branches record one course, each under its own name")
    entry = "activity: kurs, held: 2018-12-05, place: Framtid Sjöbo, participants: 11, rate: låg"
    git("checkout", "-q", "-b", "sjöbo")
    append(f"  - {{id: s1, {entry}}}\n", story.log())
    commit("Kursen i Sjöbo", on="2018-12-10")
    git("checkout", "-q", "main")
    append(f"  - {{id: s2, {entry}}}\n", story.log())
    commit("Kursen i Sjöbo, från listan", on="2018-12-10")
    assert merge("sjöbo", story.day)
    story.run("validate", NAME, "--select", "IOP904", code=1)
    assert "IOP904" in story.told.rsplit("$ iop", 1)[1]
    story.look("HEAD~1..HEAD", fails=True)
    story.run("record", NAME, "withdraw", "s2", "--because", "Införd två gånger")
    story.run("validate", NAME, "--select", "IOP904")
    story.look()
    story.keep("Den ena raden tas tillbaka")


def invoices(story: Story) -> None:
    story.on("2018-12-17", "two branches both issue an invoice")
    issue = ("invoice", "issue", NAME, "--output-format", "json", "--entry")
    git("checkout", "-q", "-b", "faktura")
    story.run(*issue, "h1")
    commit("Faktura för Hulta", on=story.day)
    git("checkout", "-q", "main")
    story.run(*issue, "v1")
    story.look(differs=False)
    commit("Faktura för Hässleholmen", on=story.day)
    assert not merge("faktura", story.day)
    story.run("invoice", "verify", code=1)
    story.look(differs=False, fails=True)
    story.run("log", NAME, "--max", "1")

    story.on("2018-12-18", "the way out")
    git("checkout", "HEAD", "--", "invoices/SFS")
    commit("Merge faktura: det som skickades gäller", on=story.day)
    story.run("invoice", "verify")
    story.run(*issue, "h1")
    story.run("invoice", "verify")
    story.look(differs=False)
    story.keep("Faktura för Hulta, med nästa nummer")
    story.run("verify", NAME)
    story.run("log", NAME)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_whole_story_is_told_as_its_golden_file_holds(
    iop: Iop, repository: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    (repository / ".git").rmdir()
    for path in Path("agreements").iterdir():
        path.unlink()
    Path("iop.toml").write_text(TABLE, "utf-8")
    git("init", "-q", "-b", "main")
    commit("Vem som beslutar", on="2017-09-01")
    story = Story(iop, language, monkeypatch)

    begins(story)
    lives(story)
    branches(story)
    invoices(story)

    compare(f"story.{language}.txt", story.told)
