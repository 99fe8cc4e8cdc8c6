package main

import (
	"context"
	"fmt"
)

// attend starts the control plane for a person and runs it until ctx ends.
func (p *plane) attend(ctx context.Context) error {
	fmt.Println("Starting etcd and the Kubernetes API server on loopback (about 5 seconds)...")
	if err := p.start(ctx); err != nil {
		return err
	}
	kubeconfig := p.credentials.kubeconfig()
	fmt.Printf(`
A Kubernetes control plane is ready at %s

  export KUBECONFIG=%s
  kubectl create ingress hello --rule='hello.example.com/*=hello:80'
  target/release/kube-ingress-dash serve --kubeconfig %s     (after ./just build)

It has no nodes: pods do not run. Logs are in %s
Ctrl-C ends it.
`, p.address(), kubeconfig, kubeconfig, p.options.directory)
	select {
	case <-ctx.Done():
		return nil
	case <-p.etcd.done:
		return p.etcd.ended()
	case <-p.serverDone():
		return p.server.ended()
	}
}
