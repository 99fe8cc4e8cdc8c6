{{/* The chart's name, as a label's value. */}}
{{- define "kube-ingress-dash.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* The name of everything that a release creates: the release's, with the chart's unless it contains that. */}}
{{- define "kube-ingress-dash.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}

{{/* The name of what is not namespaced, where releases of one name in two namespaces must not meet. */}}
{{- define "kube-ingress-dash.clusterName" -}}
{{- printf "%s:%s" .Release.Namespace (include "kube-ingress-dash.fullname" .) }}
{{- end }}

{{/* What selects the pods; it never changes over the life of a release. */}}
{{- define "kube-ingress-dash.selectorLabels" -}}
app.kubernetes.io/name: {{ include "kube-ingress-dash.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "kube-ingress-dash.labels" -}}
{{ include "kube-ingress-dash.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "kube-ingress-dash.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "kube-ingress-dash.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{/* Whom the roles are bound to. */}}
{{- define "kube-ingress-dash.subjects" -}}
- kind: ServiceAccount
  name: {{ include "kube-ingress-dash.serviceAccountName" . }}
  namespace: {{ .Release.Namespace }}
{{- end }}

{{/* A flag's value as it is written on a command line: Helm reads every number as a float, and would write 1e+06. */}}
{{- define "kube-ingress-dash.settingValue" -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) }}{{ int64 . }}{{ else }}{{ . }}{{ end }}
{{- end }}
