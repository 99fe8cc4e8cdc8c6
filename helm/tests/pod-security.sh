# shellcheck shell=sh
# That the pods are admitted means something: without any of what the standard asks for they are not.

# refused_without LINE: the API server refuses the pod when it lacks the line.
refused_without() {
  pod | grep -vF "$1" >"$scratch/pod.yaml"
  ! pod | diff - "$scratch/pod.yaml" >/dev/null || {
    echo 'the pod has no such line'
    return 1
  }
  verdict=$(kubectl apply --dry-run=server --filename "$scratch/pod.yaml" 2>&1) && {
    echo 'the pod was admitted'
    return 1
  }
  case $verdict in *'violates PodSecurity "restricted'*) ;; *)
    echo "$verdict"
    return 1
    ;;
  esac
}

check 'the account of the pod exists' install
for line in 'runAsNonRoot: true' 'type: RuntimeDefault' 'allowPrivilegeEscalation: false' 'drop: [ALL]'; do
  check "a pod without \"$line\" is refused" refused_without "$line"
done
check 'the root of the pod is read-only' writes 'readOnlyRootFilesystem: true'
check 'a token is not mounted by default' writes 'automountServiceAccountToken: false'
uninstall >/dev/null
