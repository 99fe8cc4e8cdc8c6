package main

import (
	"fmt"
	"path/filepath"
	"strings"
)

// controllers are those without which objects behave otherwise than in a cluster: namespaces end, owned objects go with
// their owners, namespaces have a service account and the authority's certificate, and roles are aggregated. There are
// no nodes, so what places and runs pods is left out.
var controllers = []string{
	"clusterrole-aggregation-controller",
	"garbage-collector-controller",
	"namespace-controller",
	"root-ca-certificate-publisher-controller",
	"serviceaccount-controller",
}

// etcdArguments trade durability, which a throw-away cluster does not need, for speed.
func (p *plane) etcdArguments() []string {
	peer := fmt.Sprintf("http://127.0.0.1:%d", p.peerPort)
	return []string{
		"--name=" + contextName,
		"--data-dir=" + filepath.Join(p.options.directory, "etcd"),
		"--unsafe-no-fsync",
		"--listen-client-urls=" + p.etcdAddress(),
		"--advertise-client-urls=" + p.etcdAddress(),
		"--listen-peer-urls=" + peer,
		"--initial-advertise-peer-urls=" + peer,
		"--initial-cluster=" + contextName + "=" + peer,
	}
}

func (p *plane) serverArguments() []string {
	key := p.credentials.serviceAccountKey()
	return append([]string{
		"--etcd-servers=" + p.etcdAddress(),
		"--bind-address=127.0.0.1",
		fmt.Sprintf("--secure-port=%d", p.serverPort),
		"--endpoint-reconciler-type=none",
		"--cert-dir=" + p.credentials.certificates(),
		"--service-account-key-file=" + key,
		"--service-account-signing-key-file=" + key,
		"--service-account-issuer=https://kubernetes.default.svc",
		"--token-auth-file=" + p.credentials.tokens(),
		"--authorization-mode=RBAC",
		"--anonymous-auth=false",
		"--service-cluster-ip-range=10.0.0.0/24",
	}, p.options.serverArguments...)
}

func (p *plane) managerArguments() []string {
	return []string{
		"--kubeconfig=" + p.credentials.kubeconfig(),
		"--service-account-private-key-file=" + p.credentials.serviceAccountKey(),
		"--root-ca-file=" + p.credentials.authority(),
		"--controllers=" + strings.Join(controllers, ","),
		"--leader-elect=false",
		"--secure-port=0",
	}
}
