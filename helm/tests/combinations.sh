# shellcheck shell=sh
# Each file of values/ is a combination that somebody installs: the API server takes it without a warning, keeps it, and
# would run its pod in a namespace that enforces the strictest standard of pod security.

manifests=$scratch/manifests.yaml

rendered() {
  render "$@" >"$manifests"
}

pod_accepted() {
  pod_of <"$manifests" | accepts
}

for values in "$tests"/values/*.yaml; do
  combination=$(basename "$values" .yaml)
  check "$combination: it is rendered" rendered --values "$values"
  check "$combination: the API server has no objection" accepts "$manifests"
  check "$combination: it installs" kubectl apply --filename "$manifests"
  check "$combination: its pod is admitted" pod_accepted
  check "$combination: it is removed" kubectl delete --filename "$manifests"
done
