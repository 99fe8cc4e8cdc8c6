// Command control-plane is a real Kubernetes control plane in one binary: etcd, the API server and the controller
// manager, and a supervisor that runs them on loopback for tests and for playing. It exists because the dashboard must
// be tested against the API server itself, on machines that have no container engine.
//
//	control-plane up                       runs a control plane until it is told to stop
//	control-plane run COMMAND ARGS         runs a command beside one, which KUBECONFIG names to it
//	control-plane etcd ARGS                etcd itself
//	control-plane kube-apiserver ARGS      the API server itself
//	control-plane kube-controller-manager ARGS
package main

import (
	"fmt"
	"os"
	"runtime"
)

const usage = "usage: control-plane up|run|etcd|kube-apiserver|kube-controller-manager [ARGUMENTS]"

func main() {
	// Linux ends a child when the thread that started it ends; the main thread lasts as long as the process.
	runtime.LockOSThread()

	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
	name, arguments := os.Args[1], os.Args[2:]
	switch name {
	case "up":
		os.Exit(up(arguments))
	case "run":
		os.Exit(run(arguments))
	case etcdServer, apiServer, controllerManager:
		os.Exit(runServer(name, arguments))
	default:
		fmt.Fprintf(os.Stderr, "control-plane: unknown command %q\n%s\n", name, usage)
		os.Exit(2)
	}
}
