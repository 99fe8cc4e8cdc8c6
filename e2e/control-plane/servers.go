package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	manager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
)

// The servers that this binary contains, by the names of their subcommands.
const (
	etcdServer        = "etcd"
	apiServer         = "kube-apiserver"
	controllerManager = "kube-controller-manager"
)

// runServer becomes the named server and returns its exit code.
func runServer(name string, arguments []string) int {
	// The servers read their own command line from os.Args.
	os.Args = append([]string{name}, arguments...)
	switch name {
	case apiServer:
		return cli.Run(apiserver.NewAPIServerCommand())
	case controllerManager:
		return cli.Run(manager.NewControllerManagerCommand())
	default:
		etcdmain.Main(os.Args)
		return 0
	}
}
