{{/* Who is let in, as the program is told: flags that name files, and the mounts of what the files are. */}}

{{- define "kube-ingress-dash.hasNamespaceAccess" -}}
{{- with .Values.auth.namespaceAccess }}{{ if or .rules .existingConfigMap }}true{{ end }}{{ end }}
{{- end }}

{{/* The name of the ConfigMap that the chart makes of auth.namespaceAccess.rules. */}}
{{- define "kube-ingress-dash.accessName" -}}
{{- printf "%s-access" (include "kube-ingress-dash.fullname" . | trunc 56 | trimSuffix "-") }}
{{- end }}

{{/* The files of the login, each with the folder that it is mounted in and the volume that it comes from. */}}
{{- define "kube-ingress-dash.authFiles" -}}
{{- with .Values.auth.proxy }}{{ if .existingSecret }}
- flag: AUTH_PROXY_SECRET_FILE
  folder: proxy-secret
  key: {{ .key | quote }}
  volume:
    secret:
      secretName: {{ .existingSecret }}
{{- end }}{{ end }}
{{- with .Values.auth.basic }}{{ if .existingSecret }}
- flag: AUTH_BASIC_FILE
  folder: users
  key: {{ .key | quote }}
  volume:
    secret:
      secretName: {{ .existingSecret }}
{{- end }}{{ end }}
{{- if include "kube-ingress-dash.hasNamespaceAccess" . }}
- flag: NAMESPACE_ACCESS
  folder: access
  key: {{ .Values.auth.namespaceAccess.key | quote }}
  volume:
    configMap:
      name: {{ default (include "kube-ingress-dash.accessName" .) .Values.auth.namespaceAccess.existingConfigMap }}
{{- end }}
{{- end }}

{{- define "kube-ingress-dash.authEnvironment" -}}
{{- if ne .Values.auth.mode "none" }}
- name: KUBE_INGRESS_DASH_AUTH
  value: {{ .Values.auth.mode }}
{{- if eq .Values.auth.mode "proxy" }}
- name: KUBE_INGRESS_DASH_AUTH_PROXY_HEADER
  value: {{ compact (list .Values.auth.proxy.userHeader .Values.auth.proxy.groupsHeader) | join "," | quote }}
{{- end }}
{{- range include "kube-ingress-dash.authFiles" . | fromYamlArray }}
- name: KUBE_INGRESS_DASH_{{ .flag }}
  value: {{ printf "/etc/kube-ingress-dash/%s/%s" .folder .key | quote }}
{{- end }}
{{- if .Values.auth.proxy.sidecar.enabled }}
# Proxies pass on the name by which they were called, and a program on loopback answers to no other.
- name: KUBE_INGRESS_DASH_ALLOWED_HOSTS
  value: {{ include "kube-ingress-dash.allowedHosts" . | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* The names of the page: its Service's and those that lead to it from outside, where they have no stars. */}}
{{- define "kube-ingress-dash.allowedHosts" -}}
{{- $name := include "kube-ingress-dash.fullname" . }}
{{- $hosts := list $name (printf "%s.%s" $name .Release.Namespace) (printf "%s.%s.svc" $name .Release.Namespace) }}
{{- if .Values.ingress.enabled }}{{ $hosts = concat $hosts .Values.ingress.hosts }}{{ end }}
{{- if .Values.httpRoute.enabled }}{{ $hosts = concat $hosts .Values.httpRoute.hostnames }}{{ end }}
{{- $named := list }}
{{- range concat $hosts .Values.auth.proxy.sidecar.allowedHosts }}
{{- if not (contains "*" .) }}{{ $named = append $named . }}{{ end }}
{{- end }}
{{- join "," (uniq $named) }}
{{- end }}

{{/* The port of the pod that the page's Service leads to. */}}
{{- define "kube-ingress-dash.pagePort" -}}
{{- with .Values.auth.proxy.sidecar }}{{ if .enabled }}{{ int .port }}{{ else }}http{{ end }}{{ end }}
{{- end }}

{{/* How the page's Service is spoken to. */}}
{{- define "kube-ingress-dash.scheme" -}}
{{- ternary "https" "http" (not (empty .Values.tls.secretName)) }}
{{- end }}

{{- define "kube-ingress-dash.authMounts" -}}
{{- range include "kube-ingress-dash.authFiles" . | fromYamlArray }}
- name: {{ .folder }}
  mountPath: /etc/kube-ingress-dash/{{ .folder }}
  readOnly: true
{{- end }}
{{- end }}

{{/* Whole folders, since Kubernetes renews no file that is mounted alone. */}}
{{- define "kube-ingress-dash.authVolumes" -}}
{{- range include "kube-ingress-dash.authFiles" . | fromYamlArray }}
- name: {{ .folder }}
  {{- toYaml .volume | nindent 2 }}
{{- end }}
{{- end }}
