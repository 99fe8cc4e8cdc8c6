{{/* Refuses logins that would keep nobody out, or let nobody in. */}}
{{- define "kube-ingress-dash.checkLogin" -}}
{{- $mode := .Values.auth.mode }}
{{- with .Values.auth }}
{{- if and .allowAnonymous (ne $mode "none") }}
{{- fail (printf "auth.allowAnonymous: with auth.mode=%s nobody is anonymous: leave one of the two out" $mode) }}
{{- end }}
{{- if and (eq $mode "basic") (not .basic.existingSecret) }}
{{- fail "auth.mode=basic: name the Secret of the users and tokens with auth.basic.existingSecret" }}
{{- end }}
{{- if and (eq $mode "proxy") (not .proxy.existingSecret) (not .proxy.sidecar.enabled) }}
{{- fail "auth.mode=proxy: a proxy outside of the pod proves itself with a secret: name its Secret with auth.proxy.existingSecret, or run the proxy in the pod with auth.proxy.sidecar.enabled=true" }}
{{- end }}
{{- if and .basic.existingSecret (ne $mode "basic") }}
{{- fail "auth.basic: nobody would be asked for a password: set auth.mode=basic, or leave out auth.basic" }}
{{- end }}
{{- if and (or .proxy.existingSecret .proxy.sidecar.enabled) (ne $mode "proxy") }}
{{- fail "auth.proxy: no proxy would be believed: set auth.mode=proxy, or leave out auth.proxy" }}
{{- end }}
{{- if and .namespaceAccess.rules .namespaceAccess.existingConfigMap }}
{{- fail "auth.namespaceAccess: the rules are here or in a ConfigMap: leave out auth.namespaceAccess.rules or auth.namespaceAccess.existingConfigMap" }}
{{- end }}
{{- if and (include "kube-ingress-dash.hasNamespaceAccess" $) (eq $mode "none") }}
{{- fail "auth.namespaceAccess: without a login nobody has a name or a group: set auth.mode to proxy or basic" }}
{{- end }}
{{- if and .proxy.sidecar.enabled (not $.Values.extraContainers) }}
{{- fail "auth.proxy.sidecar: the pod has no second container: describe the proxy in extraContainers" }}
{{- end }}
{{- if and .proxy.sidecar.enabled (has (int .proxy.sidecar.port) (list 8080 9090)) }}
{{- fail (printf "auth.proxy.sidecar.port=%d: the program listens there itself: let the sidecar listen on another port" (int .proxy.sidecar.port)) }}
{{- end }}
{{- end }}
{{- end }}
