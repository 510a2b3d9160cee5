# apt.sh is read by the scripts that may install packages: `may_install`, `ask` and `install`.

sudo=() # how to become root: not needed, sudo that must not ask, or sudo that asks for the password

# may_install says whether packages can be installed from here: apt, and root or a way to become root.
may_install() {
  command -v apt-get >/dev/null || return 1
  if [ "$(id -u)" = 0 ]; then
    return 0
  fi
  command -v sudo >/dev/null || return 1
  if sudo -n true 2>/dev/null; then
    sudo=(sudo -n)
  elif [ -t 0 ]; then
    sudo=(sudo) # asks for the password on the terminal
  else
    return 1
  fi
}

as_root() { ${sudo[@]+"${sudo[@]}"} "$@"; }

# known says whether apt could install a package. (grep -q would close the pipe early, which pipefail takes for a failure.)
known() { LC_ALL=C apt-cache policy "$1" 2>/dev/null | grep -E 'Candidate: [^(]' >/dev/null; }

# refresh fetches apt's lists. A failure (one dead source among many) shows itself later, when a package is not found.
refresh() { as_root apt-get update -q >/dev/null || echo "apt-get update did not succeed; going on with the lists as they are" >&2; }

# ask lists packages and asks once whether to install them. Without a terminal, or with YES=1, the answer is yes.
ask() { # what needs them, package...
  local answer=""
  echo "$1 needs these packages: ${*:2}"
  if [ -t 0 ] && [ "${YES:-}" != 1 ]; then
    read -r -p "Install them with apt-get? [Y/n] " answer
  fi
  case $answer in
    "" | [Yy]*) return 0 ;;
    *) return 1 ;;
  esac
}

install() { # package...
  apt_install "$@" || { refresh && apt_install "$@"; } # lists that are out of date name files that are gone
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}
