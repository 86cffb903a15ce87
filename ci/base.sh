#!/usr/bin/env bash
# Prints the commit that a change is compared with. IOP_BASE: where it is to be merged.
# IOP_HEAD: the last commit of the change itself, where a host checks out the two merged.
set -euo pipefail

base=${IOP_BASE:?}
if [[ "$base" == -* ]]; then
  echo "IOP_BASE is no revision" >&2
  exit 2
fi
commit() { git rev-parse --verify --quiet --end-of-options "$1^{commit}"; }
if [[ -n "${IOP_HEAD:-}" && "$(commit HEAD^2 || true)" == "$IOP_HEAD" ]]; then
  # HEAD is the merge of the change into its goal: its first parent is the goal as it stands now
  commit HEAD^1
elif start=$(commit "$base"); then
  git merge-base "$start" HEAD || {
    echo "the history is cut short here; fetch all of it (fetch-depth: 0, GIT_DEPTH: 0)" >&2
    exit 2
  }
else
  echo "the commit to compare with is not here; fetch the whole history (fetch-depth: 0, GIT_DEPTH: 0)" >&2
  exit 2
fi
