# shellcheck shell=sh
# Each file of values/ is a combination that somebody installs: the API server takes it without a warning, keeps it, and
# would run its pod in a namespace that enforces the strictest standard of pod security.

accepted() {
  render "$@" | accepts
}

pod_accepted() {
  pod "$@" | accepts
}

for values in "$tests"/values/*.yaml; do
  combination=$(basename "$values" .yaml)
  check "$combination: the API server has no objection" accepted --values "$values"
  check "$combination: it installs" install --values "$values"
  check "$combination: its pod is admitted" pod_accepted --values "$values"
  check "$combination: it leaves nothing behind" uninstall --values "$values"
done
