#!/usr/bin/env bash
# What action.yml does: reviews a change, with annotations on its lines and a table in the summary
# of the step. Without a change to review it checks everything. Ends as iop does: 0, 1 or 2.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
iop=$("$here/install.sh")
cd "${GITHUB_WORKSPACE:-.}"
cd "${IOP_FOLDER:-.}"

# on GitHub both write annotations, and their table to the summary of the step, by themselves
if [[ -z "${IOP_BASE:-}" ]]; then
  exec "$iop" validate
fi

base=$("$here/base.sh")
reviewed=0
"$iop" review "$base..HEAD" || reviewed=$?
validated=0
"$iop" validate --changed "$base" --output-format concise || validated=$?
exit $((reviewed > validated ? reviewed : validated))
