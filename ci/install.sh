#!/usr/bin/env bash
# Installs the iop that lies beside this script, and prints where its command is.
# IOP_COMMAND: a command that is installed already. IOP_HOME: the folder to install into.
set -euo pipefail

if [[ -n "${IOP_COMMAND:-}" ]]; then
  printf '%s\n' "$IOP_COMMAND"
  exit 0
fi
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
home=${IOP_HOME:-${RUNNER_TEMP:-${TMPDIR:-/tmp}}/iop}
python=$(command -v python3 || command -v python)
"$python" -m venv "$home" >&2
bin=$home/bin
[[ -d "$bin" ]] || bin=$home/Scripts
"$bin/python" -m pip install --quiet --disable-pip-version-check "$source" >&2
printf '%s\n' "$bin/iop"
