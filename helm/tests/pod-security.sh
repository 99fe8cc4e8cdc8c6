# shellcheck shell=sh
# That the pods are admitted means something: without any of what the standard asks for they are not.

# refused_without LINE: the API server refuses the pod when it lacks the line.
refused_without() {
  grep -F -- "$1" "$scratch/pod.yaml" || return 1
  verdict=$(grep -vF -- "$1" "$scratch/pod.yaml" | kubectl apply --dry-run=server --filename - 2>&1) && return 1
  echo "$verdict" | grep -F 'violates PodSecurity "restricted'
}

render | pod_of >"$scratch/pod.yaml"
check 'the account of the pod exists' install
for line in 'runAsNonRoot: true' 'type: RuntimeDefault' 'allowPrivilegeEscalation: false' 'drop: [ALL]'; do
  check "a pod without \"$line\" is refused" refused_without "$line"
done
check 'the root of the pod is read-only' writes 'readOnlyRootFilesystem: true'
check 'a token is not mounted by default' writes 'automountServiceAccountToken: false'
uninstall >/dev/null
