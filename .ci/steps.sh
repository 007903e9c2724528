# What `.ci/run` and `.ci/deep` share: how a tool is had, and how steps are taken. Each reads this first
# and ends with `take_steps "$@"`.
#
# A step is a function `step_NAME`. It is called as a command of its own, never behind `if`, `!`, `&&`
# or `||`: bash would go on after a failure in it.
set -euo pipefail
SCRIPT=$(realpath "$0")
cd "$(dirname "$SCRIPT")/.."
# Nothing is built twice, so nothing is kept for it.
export CI=true CARGO_TERM_COLOR=never CARGO_INCREMENTAL=0 INSTA_UPDATE=no

# The steps that `fast` stands for, if the script names some.
FAST=()

need() { command -v "$1" >/dev/null || { echo "$1 is missing: $2" >&2; exit 1; }; }

# Installs Debian packages, if one of them is missing.
debian() {
  dpkg -s "$@" >/dev/null 2>&1 && return
  command -v apt-get >/dev/null || { echo "install $* (the names are Debian's)" >&2; exit 1; }
  local sudo; sudo=$([ "$(id -u)" = 0 ] || echo sudo)
  $sudo apt-get update -q && $sudo apt-get install -yq --no-install-recommends "$@"
}

need_node() {
  command -v node >/dev/null || debian nodejs npm
  need node "install Node.js 20 or later: apt-get install nodejs npm"
  node -e 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)' || { echo "Node.js 20 or later is needed, found $(node --version)" >&2; exit 1; }
}

# Installs a subcommand of cargo in this version, if it is missing: `need_cargo deny 0.20.2`. It is built
# quickly: it runs once or twice.
need_cargo() {
  cargo "$1" --version >/dev/null 2>&1 ||
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
      cargo install "cargo-$1" --version "$2" --locked --quiet
}

# What `fuzz/run` needs: libFuzzer is C++.
need_fuzz() {
  command -v c++ >/dev/null || debian g++
  need_cargo fuzz 0.13.2
}

# The steps of the script, in the order in which they stand there.
steps() { sed -n 's/^step_\([a-z_]*\)().*/\1/p' "$SCRIPT" | tr '_' '-'; }

# Whatever ends the run, a signal too: all is well if no step is left.
report() {
  local status=$?
  [ -z "$current" ] || row "$current" $((SECONDS - began))
  row total "$SECONDS"
  printf '\n%s\n\n' "$table"
  if [ -z "$current" ]; then
    echo "ci: everything passed"
  else
    echo "ci: $current failed, or was stopped" >&2
    exit $((status > 0 ? status : 1))
  fi
}
row() { table+=$(printf '\n%-16s %7d' "$1" "$2"); }

# Takes the steps that are named, or all.
take_steps() {
  local name all chosen=()
  mapfile -t all < <(steps)
  [ $# -gt 0 ] || chosen=("${all[@]}")
  for name; do
    if [[ " ${all[*]} " == *" $name "* ]]; then
      chosen+=("$name")
    elif [ "$name" = fast ] && [ ${#FAST[@]} -gt 0 ]; then
      chosen+=("${FAST[@]}")
    else
      echo "ci: there is no step \`$name\`. The steps are ${all[*]};${FAST:+ \`fast\` stands for ${FAST[*]},} nothing for all" >&2
      exit 2
    fi
  done

  need cargo "install Rust 1.89 or later from https://rustup.rs"
  need git "apt-get install git"

  current="what is needed"
  began=$SECONDS
  table=$(printf '%-16s %7s' step seconds)
  trap report EXIT
  for current in "${chosen[@]}"; do
    printf '\n== %s\n' "$current"
    began=$SECONDS
    "step_${current//-/_}"
    row "$current" $((SECONDS - began))
  done
  current=""
}
