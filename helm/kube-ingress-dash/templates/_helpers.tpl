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

{{/* The name of the Service of the metrics. */}}
{{- define "kube-ingress-dash.metricsName" -}}
{{- printf "%s-metrics" (include "kube-ingress-dash.fullname" . | trunc 55 | trimSuffix "-") }}
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
{{ include "kube-ingress-dash.originLabels" . }}
{{- end }}

{{/* What made an object. */}}
{{- define "kube-ingress-dash.originLabels" -}}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* The labels of the test's pod, which no Service must take for one of its own. */}}
{{- define "kube-ingress-dash.testLabels" -}}
app.kubernetes.io/name: {{ printf "%s-test" (include "kube-ingress-dash.name" . | trunc 58 | trimSuffix "-") }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "kube-ingress-dash.serviceAccountName" -}}
{{- default (include "kube-ingress-dash.fullname" .) .Values.serviceAccount.name }}
{{- end }}

{{/* Whom the roles are bound to. */}}
{{- define "kube-ingress-dash.subjects" -}}
- kind: ServiceAccount
  name: {{ include "kube-ingress-dash.serviceAccountName" . }}
  namespace: {{ .Release.Namespace }}
{{- end }}

{{/* Reading Ingresses, and Events where they are wanted; the same in a ClusterRole and in a Role. */}}
{{- define "kube-ingress-dash.readingRules" -}}
- apiGroups: [networking.k8s.io]
  resources: [ingresses]
  verbs: [get, list, watch]
{{- if .Values.rbac.events }}
- apiGroups: [""]
  resources: [events]
  verbs: [list]
{{- end }}
{{- end }}

{{/* An image by its registry, repository and digest or tag; takes a dict of image and defaultTag. */}}
{{- define "kube-ingress-dash.image" -}}
{{- $name := .image.repository }}
{{- with .image.registry }}{{ $name = printf "%s/%s" . $name }}{{ end }}
{{- if .image.digest }}
{{- printf "%s@%s" $name .image.digest }}
{{- else }}
{{- printf "%s:%s" $name (default .defaultTag .image.tag) }}
{{- end }}
{{- end }}

{{/* The fewest pods that there are. */}}
{{- define "kube-ingress-dash.fewestPods" -}}
{{- if .Values.autoscaling.enabled }}{{ .Values.autoscaling.minReplicas }}{{ else }}{{ .Values.replicas }}{{ end }}
{{- end }}

{{/* The most pods that there are. */}}
{{- define "kube-ingress-dash.mostPods" -}}
{{- if .Values.autoscaling.enabled }}{{ .Values.autoscaling.maxReplicas }}{{ else }}{{ .Values.replicas }}{{ end }}
{{- end }}

{{/* The container of every pod: what the standard `restricted` of PodSecurity asks of one, and a root that is read-only. */}}
{{- define "kube-ingress-dash.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* The user of every pod, without a name since the image has none. */}}
{{- define "kube-ingress-dash.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/* Whether the metrics have a Service: "true" or nothing. */}}
{{- define "kube-ingress-dash.hasMetricsService" -}}
{{- if or .Values.metrics.service.enabled .Values.metrics.serviceMonitor.enabled }}true{{ end }}
{{- end }}
