package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// startTimeout is how long a server may take until it answers.
const startTimeout = 60 * time.Second

// plane is a control plane: etcd, an API server that can be killed and started again, and, where asked for, the
// controller manager. Its methods are for one goroutine, that of main.
type plane struct {
	options     options
	credentials credentials
	etcdPort    int
	peerPort    int
	serverPort  int

	etcd *child
	// server is nil while the API server is killed.
	server *child
	// manager is nil where the controller manager was not asked for.
	manager *child
}

// newPlane prepares the secrets and the ports of a control plane whose data lie in the options' directory.
func newPlane(options options) (*plane, error) {
	secrets, err := loadCredentials(options.directory)
	if err != nil {
		return nil, err
	}
	ports, err := freePorts(3)
	if err != nil {
		return nil, err
	}
	return &plane{
		options:     options,
		credentials: secrets,
		etcdPort:    ports[0],
		peerPort:    ports[1],
		serverPort:  ports[2],
	}, nil
}

// etcdAddress is where etcd serves the API server.
func (p *plane) etcdAddress() string { return fmt.Sprintf("http://127.0.0.1:%d", p.etcdPort) }

// address is where the API server answers.
func (p *plane) address() string { return fmt.Sprintf("https://127.0.0.1:%d", p.serverPort) }

// start starts everything and returns once the API server is ready and its kubeconfig written.
func (p *plane) start(ctx context.Context) error {
	var err error
	if p.etcd, err = startChild(p.options.directory, etcdServer, p.etcdArguments()...); err != nil {
		return err
	}
	if err := waitFor(ctx, p.etcd, etcdHealth(p.etcdAddress())); err != nil {
		return err
	}
	if err := p.startServer(ctx); err != nil {
		return err
	}
	if err := p.credentials.writeKubeconfig(p.address()); err != nil {
		return err
	}
	if p.options.controllerManager {
		p.manager, err = startChild(p.options.directory, controllerManager, p.managerArguments()...)
	}
	return err
}

// startServer starts the API server, unless it runs, and returns once it is ready.
func (p *plane) startServer(ctx context.Context) error {
	if p.server != nil {
		return errors.New("the API server is running")
	}
	server, err := startChild(p.options.directory, apiServer, p.serverArguments()...)
	if err != nil {
		return err
	}
	if err := waitFor(ctx, server, p.readiness()); err != nil {
		server.kill()
		return err
	}
	p.server = server
	return nil
}

// killServer ends the API server at once, as a crash does. It does nothing where the server is killed already.
func (p *plane) killServer() {
	if p.server != nil {
		p.server.kill()
		p.server = nil
	}
}

// stop ends whatever runs.
func (p *plane) stop() {
	if p.manager != nil {
		p.manager.kill()
	}
	p.killServer()
	if p.etcd != nil {
		p.etcd.kill()
	}
}

// serverDone is closed when the API server has ended; it is nil, which never is ready, while it is killed.
func (p *plane) serverDone() <-chan struct{} {
	if p.server == nil {
		return nil
	}
	return p.server.done
}
