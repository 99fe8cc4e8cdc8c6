# shellcheck shell=sh
# Each file of values/ is a combination that somebody installs, and so are those that docs/access.md shows: the API server
# takes it without a warning, keeps it, and would run its pod in a namespace that enforces the strictest standard of pod
# security.

manifests=$scratch/manifests.yaml

rendered() {
  render "$@" >"$manifests"
}

pod_accepted() {
  pod_of <"$manifests" | accepts
}

documented=$scratch/documented-sidecar.yaml
awk '/^### oauth2-proxy as a sidecar/ { here = 1 } here && /^```$/ { exit } inside { print } here && /^```yaml$/ { inside = 1 }' \
  "$tests/../../docs/access.md" >"$documented"
check 'docs/access.md shows values for a sidecar' grep -F 'sidecar: { enabled: true' "$documented"

for values in "$tests"/values/*.yaml "$documented"; do
  combination=$(basename "$values" .yaml)
  check "$combination: it is rendered" rendered --values "$values"
  check "$combination: the API server has no objection" accepts "$manifests"
  check "$combination: it installs" kubectl apply --filename "$manifests"
  check "$combination: its pod is admitted" pod_accepted
  check "$combination: it is removed" kubectl delete --filename "$manifests"
done
