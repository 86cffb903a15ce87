#!/usr/bin/env bash
# What the GitLab job does: reviews a merge request, with its findings on the changed lines (the
# report of code quality) and the table as a note. Otherwise it checks everything. Ends as iop does.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
iop=$("$here/install.sh")
cd "${CI_PROJECT_DIR:-.}"
quality=gl-code-quality.json
table=iop-review.md

IOP_BASE=${IOP_BASE:-${CI_MERGE_REQUEST_DIFF_BASE_SHA:-}}
if [[ -z "$IOP_BASE" ]]; then
  exec "$iop" validate --output-format "gitlab:$quality" --output-format text
fi

export IOP_BASE
base=$("$here/base.sh")
reviewed=0
"$iop" review "$base..HEAD" --output-format "text,gitlab:$quality,markdown:$table" || reviewed=$?
validated=0
"$iop" validate --changed "$base" --output-format concise || validated=$?
if [[ -n "${IOP_NOTE_TOKEN:-}" && -s "$table" ]]; then
  # a note that cannot be written does not hide what the review found
  python3 "$here/note.py" "$table" || echo "the note could not be written; the table is $table" >&2
fi
exit $((reviewed > validated ? reviewed : validated))
