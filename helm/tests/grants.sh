# shellcheck shell=sh
# What an account may do, as lines such as `list ingresses.networking.k8s.io` and `get /readyz`.

reading_ingresses='get ingresses.networking.k8s.io
list ingresses.networking.k8s.io
watch ingresses.networking.k8s.io'
listing_events='list events'
listing_classes='list ingressclasses.networking.k8s.io'
following_namespaces='list namespaces
watch namespaces'
asking_readiness='get /readyz'

# all_grants ACCOUNT NAMESPACE: what a ServiceAccount of the namespace dash may do in a namespace.
all_grants() {
  kubectl auth can-i --list --no-headers --as "system:serviceaccount:dash:$1" --namespace "$2" |
    sed -En 's/^([^ ]*) +\[(.*)\] +\[(.*)\] +\[(.*)\] *$/\1|\2|\3|\4/p' |
    while IFS='|' read -r resource urls names verbs; do
      for verb in $verbs; do
        for what in $resource $urls; do
          echo "$verb $what${names:+ $names}"
        done
      done
    done | sort -u
}

# grants NAMESPACE: what the release's account may do there beyond what every account may.
grants() {
  everybodys=$(all_grants bystander "$1")
  all_grants "$account" "$1" | grep -vxF -- "$everybodys" || [ $? = 1 ]
}

# grants_are NAMESPACE [LINES]...: the release's account may do this there, and nothing else.
grants_are() {
  namespace=$1
  shift
  wanted=$(printf '%s\n' "$@" | sort)
  found=$(grants "$namespace")
  [ "$wanted" = "$found" ] || {
    printf 'in %s expected:\n%s\nfound:\n%s\n' "$namespace" "$wanted" "$found"
    return 1
  }
}

# rule LINE: the rule of a role that grants this line alone.
rule() {
  verb=${1%% *}
  what=${1#* }
  case $what in
  /*) printf '{"nonResourceURLs": ["%s"], "verbs": ["%s"]}' "$what" "$verb" ;;
  *.*) printf '{"apiGroups": ["%s"], "resources": ["%s"], "verbs": ["%s"]}' "${what#*.}" "${what%%.*}" "$verb" ;;
  *) printf '{"apiGroups": [""], "resources": ["%s"], "verbs": ["%s"]}' "$what" "$verb" ;;
  esac
}

# rules LINES: the rules of a role that grants these lines.
rules() {
  separator=
  printf '{"rules": ['
  printf '%s\n' "$1" | while read -r line; do
    printf '%s' "$separator"
    rule "$line"
    separator=', '
  done
  printf ']}'
}
