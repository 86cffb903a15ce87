"""The door to earlier texts: trees of files, which of them differ, and the history of one.

Reads through git's plumbing, from fixed calls that run nothing of the repository's own; where no
git is needed, from plain folders. Knows names and bytes; never what a text means.
"""

from iop_cli.revisions.comparing import Difference as Difference
from iop_cli.revisions.comparing import differing as differing
from iop_cli.revisions.history import Commit as Commit
from iop_cli.revisions.history import history as history
from iop_cli.revisions.matching import Pair as Pair
from iop_cli.revisions.matching import changed as changed
from iop_cli.revisions.tree import Entry as Entry
from iop_cli.revisions.tree import Kind as Kind
from iop_cli.revisions.tree import Tree as Tree
from iop_cli.revisions.tree import at as at
from iop_cli.revisions.tree import plain as plain
from iop_cli.revisions.tree import since as since
from iop_cli.revisions.tree import staged as staged
from iop_cli.revisions.tree import trees as trees
