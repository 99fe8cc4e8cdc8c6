{{/* The program's flags, as the environment variables of their names. */}}

{{/* A flag's value as it is written on a command line: Helm reads every number as a float, and would write 1e+06. */}}
{{- define "kube-ingress-dash.settingValue" -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) }}{{ int64 . }}{{ else }}{{ . }}{{ end }}
{{- end }}

{{/* The flags that other values decide, each with the value that does. */}}
{{- define "kube-ingress-dash.decidedFlags" -}}
listen: listenAddress
metrics-listen: listenAddress
base-path: basePath
cluster-name: clusterName
namespaces: watch.namespaces
watch-mode: watch.mode
trusted-proxies: trustedProxies
tls-cert: tls.secretName
tls-key: tls.secretName
redis-url: redis.existingSecret
redis-prefix: redis.prefix
redis-ca: redis.ca
shutdown-grace: shutdown.drainSeconds
auth: auth.mode
auth-proxy-header: auth.proxy.userHeader
auth-proxy-secret-file: auth.proxy.existingSecret
auth-basic-file: auth.basic.existingSecret
namespace-access: auth.namespaceAccess
allowed-hosts: auth.proxy.sidecar.allowedHosts
kubeconfig: serviceAccount
context: serviceAccount
{{- end }}

{{/* The networks of trusted proxies, separated by commas: a sidecar is one on loopback. */}}
{{- define "kube-ingress-dash.trustedProxies" -}}
{{- $proxies := .Values.trustedProxies }}
{{- if and (not $proxies) (or .Values.ingress.enabled .Values.httpRoute.enabled) }}
{{- $proxies = list "private" }}
{{- end }}
{{- if .Values.auth.proxy.sidecar.enabled }}
{{- $proxies = concat (list "127.0.0.1") $proxies }}
{{- end }}
{{- join "," $proxies }}
{{- end }}

{{- define "kube-ingress-dash.environment" -}}
- name: KUBE_INGRESS_DASH_LISTEN
  value: {{ printf "%s:8080" (ternary "127.0.0.1" .Values.listenAddress .Values.auth.proxy.sidecar.enabled) | quote }}
- name: KUBE_INGRESS_DASH_METRICS_LISTEN
  value: {{ printf "%s:9090" .Values.listenAddress | quote }}
- name: KUBE_INGRESS_DASH_BASE_PATH
  value: {{ .Values.basePath | quote }}
- name: KUBE_INGRESS_DASH_SHUTDOWN_GRACE
  value: {{ printf "%ds" (int .Values.shutdown.drainSeconds) | quote }}
- name: KUBE_INGRESS_DASH_WATCH_MODE
  value: {{ .Values.watch.mode | quote }}
{{- with .Values.watch.namespaces }}
- name: KUBE_INGRESS_DASH_NAMESPACES
  value: {{ join "," . | quote }}
{{- end }}
{{- with .Values.clusterName }}
- name: KUBE_INGRESS_DASH_CLUSTER_NAME
  value: {{ . | quote }}
{{- end }}
{{- with include "kube-ingress-dash.trustedProxies" . }}
- name: KUBE_INGRESS_DASH_TRUSTED_PROXIES
  value: {{ . | quote }}
{{- end }}
{{- if .Values.tls.secretName }}
- name: KUBE_INGRESS_DASH_TLS_CERT
  value: "/etc/kube-ingress-dash/tls/tls.crt"
- name: KUBE_INGRESS_DASH_TLS_KEY
  value: "/etc/kube-ingress-dash/tls/tls.key"
{{- end }}
{{- with include "kube-ingress-dash.authEnvironment" . }}
{{ trim . }}
{{- end }}
{{- if .Values.redis.existingSecret }}
- name: KUBE_INGRESS_DASH_REDIS_URL
  valueFrom:
    secretKeyRef:
      name: {{ .Values.redis.existingSecret }}
      key: {{ .Values.redis.key }}
- name: KUBE_INGRESS_DASH_REDIS_PREFIX
  value: {{ default (include "kube-ingress-dash.clusterName" . | trunc 100) .Values.redis.prefix | quote }}
{{- if or .Values.redis.ca.configMap .Values.redis.ca.secret }}
- name: KUBE_INGRESS_DASH_REDIS_CA
  value: {{ printf "/etc/kube-ingress-dash/redis-ca/%s" .Values.redis.ca.key | quote }}
{{- end }}
{{- end }}
{{- range $flag, $value := .Values.settings }}
- name: KUBE_INGRESS_DASH_{{ $flag | upper | replace "-" "_" }}
  value: {{ include "kube-ingress-dash.settingValue" $value | quote }}
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}
